import { Svix } from 'svix';
import type { Receivers } from '../running/receivers.ts';
import { type Load, type Sent, sendAll } from './throughput.ts';

export type Server = { url: string; token: string; pids: readonly number[] };

export type Sender = {
  send(load: Load, payload: unknown): Promise<Sent>;
  /** Deletes the application. */
  close(): Promise<void>;
};

/** Makes an application with endpoints among the receivers on a Svix server. */
export async function openSvix(
  { url, token, pids }: Server,
  receivers: Receivers,
  endpoints: number,
): Promise<Sender> {
  const svix = new Svix(token, { serverUrl: url });
  const { id } = await svix.application.create({ name: 'bench' }).catch((error: Error) => {
    throw new Error(`Svix at ${url} makes no application: ${error.message}`);
  });
  for (let index = 0; index < endpoints; index += 1)
    await svix.endpoint.create(id, { url: `${receivers.url}/fast/svix/${index}` });
  return {
    send: (load, payload) =>
      sendAll(pids, receivers, load, () =>
        svix.message.create(id, { eventType: 'treaty.action.recorded', payload }),
      ),
    close: () => svix.application.delete(id),
  };
}
