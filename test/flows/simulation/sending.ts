import { padSequence } from '../../../functions/core/ids.ts';
import type { Posted, Posting, Send } from '../../../functions/deliver/posting/send.ts';
import { crash } from './faults.ts';
import { isTaken, type Post } from './judging/history.ts';
import { faultsOf } from './judging/observed.ts';
import { fickle, illness, type Mood, ordinaryCharacters, well } from './moods.ts';
import type { Run } from './steps.ts';
import type { World } from './world.ts';

type Sender = { run: () => Run; now: () => string };

/** Sends for real, in two steps, because other invocations may come between a request and its answer. */
export function sendThrough(world: World, { run, now }: Sender): Send {
  const { faults, receivers, clock } = world;
  return async (posting) => {
    const [current, startedAt, begunMs] = [run(), now(), clock.ms];
    const post = await current.step(async () => {
      if (faults.strike('sender: crash before its POST', 0.03)) throw crash(current);
      return begin(world, current, posting, startedAt);
    });
    const posted = await current.outside(() =>
      receivers.post(posting, post.mood, Date.parse(post.startedAt)),
    );
    const total = post.mood.seconds * 1000;
    return current.step(async () => {
      clock.ms = Math.max(clock.ms, begunMs + total);
      finish(world, post, posted, now());
      if (faults.strike('sender: crash after its POST', 0.05)) throw crash(current);
      return { ...posted, times: { total } };
    });
  };
}

/**
 * Picks a mood. A challenge is answered half the time whatever the receiver's character, or its subscription
 * would never start.
 */
function moodNow({ faults, chance, receivers, wish, characters }: World, url: string, type: string): Mood {
  const character = characters.get(url) ?? chance.pick(wish.characters ?? ordinaryCharacters);
  characters.set(url, character);
  const { often, does } = type === 'subscription.verification' ? fickle : character;
  const mood = illness(chance, receivers.moods, does);
  return faults.strike(`receiver: ${mood.name}`, often) ? mood : well;
}

function begin(world: World, run: Run, posting: Posting, startedAt: string): Post {
  const { history, journal } = world;
  const { type, data } = JSON.parse(posting.body);
  const id = posting.headers['webhook-id'] ?? '';
  const post: Post = {
    run,
    struck: run.struck,
    subscription: journal.subscribedTo(posting.url),
    id,
    key: id.startsWith('chg_') ? padSequence(Number(id.slice('chg_'.length))) : id,
    type,
    posting,
    mood: moodNow(world, posting.url, type),
    startedAt,
    endedAt: null,
    tick: journal.tick(),
    ended: null,
    isOurFault: false,
    isRefused: false,
  };
  if (data?.confirmUrl)
    history.links.push({ subscription: post.subscription, url: posting.url, confirmUrl: data.confirmUrl });
  for (const secret of secretsIn(post, data)) history.secrets.add(secret);
  history.violations.push(...faultsOf(world, post));
  history.posts.push(post);
  return post;
}

function secretsIn({ posting }: Post, data: { challenge?: string; confirmUrl?: string } = {}): string[] {
  const signatures = (posting.headers['webhook-signature'] ?? '')
    .split(' ')
    .map((one) => one.split(',')[1] ?? '');
  const token = data.confirmUrl?.split('token=')[1];
  return [...signatures, ...(data.challenge ? [data.challenge] : []), ...(token ? [token] : [])];
}

function finish({ history, journal }: World, post: Post, { answer }: Posted, endedAt: string): void {
  post.endedAt = endedAt;
  post.ended = journal.tick();
  post.isOurFault = answer.kind === 'our-fault';
  post.isRefused = answer.kind === 'failed' && answer.code === 'blocked_target';
  if (post.type === 'subscription.verification' && post.mood === well && isTaken(post))
    history.proved.add(`${post.subscription} ${post.posting.url}`);
}
