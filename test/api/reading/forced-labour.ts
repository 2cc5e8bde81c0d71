import type { Store } from '../../../functions/store/index.ts';
import { bearer, type Client, clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { anAction, anInstrument, withRecord } from '../../support/record-fixture.ts';

export const list = '/v1/states/CHN/participations';

/** C029 ratified on 12 August 2022, asked about on 2 January 2023, when it was not yet in force for China. */
export async function withForcedLabour(): Promise<{ store: Store; client: Client }> {
  const store = await withRecord(await freshTable());
  const client = clientOf(store);
  const headers = await bearer(store);
  const cat = anInstrument({
    title: 'Convention against Torture',
    depositary: 'un-sg',
    acts: [{ act: 'signature' }, { act: 'ratification', afterSignature: true }],
  });
  const put = { body: cat, headers: { ...headers, 'if-none-match': '*' } };
  await client.ask('PUT', '/v1/instruments/cat', put);
  await client.ask('POST', `${list}/ilo-c029/actions`, { body: anAction(), headers });
  const extension = anAction({ kind: 'territorial-extension', territory: 'MAC' });
  await client.ask('POST', `${list}/ilo-c029/actions`, { body: extension, headers });
  return { store, client };
}
