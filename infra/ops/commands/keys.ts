import type { Command } from 'commander';
import { type ApiKey, lapsed, Scope } from '../../../functions/core/api-key.ts';
import { addDays, Day, dayOf, readInstant } from '../../../functions/core/calendar.ts';
import { DomainError } from '../../../functions/core/errors.ts';
import type { Store } from '../../../functions/store/index.ts';
import {
  type Common,
  holder,
  keyName,
  located,
  now,
  refuseArgument,
  several,
  teach,
  within,
} from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { sealerFor, unsealed } from '../secrets/sealing.ts';
import { confirm, declined, note, print, printJson, table } from '../terminal.ts';

const by = 'operator';

type NewKeyOptions = Common & { owner: string; name: string; scope: Scope[]; expires?: string };

export function keysCommand(): Command {
  return teach('keys', {
    summary: 'create, list, revoke, rotate and seal API keys',
    description: 'Every write needs a key. A key is shown once, when it is made; only its hash is kept.',
    touches: 'API keys; nothing of the record.',
    examples: ['keys create --help', 'keys rotate --help'],
  })
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
    .addCommand(rotateCommand())
    .addCommand(sealCommand());
}

function createCommand(): Command {
  const command = teach('create', {
    summary: 'issue a key',
    description: 'Issues a key and prints it, once. An owner has at most two live keys of one name.',
    touches: 'one new API key.',
    examples: [
      'keys create --owner desk --name editor --scope actions:write',
      'keys create --owner ngo --name hooks --scope subscriptions:manage --expires 90d --stage prod',
    ],
  })
    .requiredOption(
      '--owner <owner>',
      'who holds it; owners see only their own subscriptions',
      holder('--owner'),
    )
    .requiredOption('--name <name>', 'what it is for', keyName)
    .requiredOption('--scope <scope...>', `what it may do: ${Scope.options.join(', ')}`, scopes)
    .option(
      '--expires <when>',
      'a day, an instant, or a number of days such as 90d; never, if left out',
      expiry,
    )
    .option('--json', 'as JSON');
  return located(command).action(({ owner, name, scope, expires, ...options }: NewKeyOptions) =>
    within(options, async (deployment) => {
      const wanted = { owner, name, scopes: [...new Set(scope)], expiresAt: expires ?? null };
      const issuing = { now: now(), by, seal: await sealerFor(deployment) };
      show(await deployment.store.keys.create(wanted, issuing), options.json);
    }),
  );
}

const scopes = (value: string, before?: string[]): string[] => {
  for (const scope of value.split(','))
    if (!Scope.safeParse(scope).success)
      refuseArgument(`"${scope}" is not one of ${Scope.options.join(', ')}.`);
  return several(value, before);
};

function expiry(value: string): string {
  const [, days] = /^(\d{1,4})d$/.exec(value) ?? [];
  const today = dayOf(now());
  const instant = days ? `${addDays(today, Number(days))}${now().slice(10)}` : instantOf(value);
  if (instant <= now()) refuseArgument(`${value} is not in the future.`);
  return instant;
}

function instantOf(value: string): string {
  if (Day.safeParse(value).success) return `${value}T00:00:00.000Z`;
  return (
    readInstant(value) ??
    refuseArgument('A day such as 2027-01-01, an instant, or a number of days such as 90d is expected.')
  );
}

function listCommand(): Command {
  const command = teach('list', {
    summary: "show an owner's keys",
    description: 'Shows the keys of one owner, live and lapsed, never their secrets.',
    touches: 'nothing; it reads.',
    examples: ['keys list desk', 'keys list desk --json --stage prod'],
  })
    .argument('<owner>', 'whose keys')
    .option('--json', 'as JSON');
  return located(command).action((owner: string, options: Common) =>
    within(options, async ({ store }) => {
      const keys = await store.keys.list(owner);
      if (options.json) return printJson(keys.map(withoutHash));
      if (keys.length === 0) return note(`${owner} has no keys.`);
      print(table([['id', 'name', 'state', 'scopes', 'last used'], ...keys.map(row)]));
    }),
  );
}

const withoutHash = ({ secretHash: _, seal, ...key }: ApiKey) => ({ ...key, isSealed: seal !== undefined });

const stateOf = (key: ApiKey): string => {
  if (!lapsed(key, now()) && !key.seal) return 'without seal';
  return lapsed(key, now()) ?? (key.expiresAt ? `live until ${dayOf(key.expiresAt)}` : 'live');
};

const row = (key: ApiKey): string[] => [
  key.id,
  key.name,
  stateOf(key),
  key.scopes.join(' '),
  key.lastUsedOn ?? 'never',
];

function revokeCommand(): Command {
  const command = teach('revoke', {
    summary: 'end a key',
    description:
      'Ends a key: it opens nothing from now on, and stays listed. Revoking it again changes nothing.',
    touches: 'one API key.',
    examples: ['keys revoke 01JD0000000000000000000000 --stage prod'],
  }).argument('<id>', 'the id in trt_<id>_…');
  return located(command).action((id: string, options: Common) =>
    within(options, async ({ store }) => {
      const key = await known(store, id);
      if (!key.revokedAt) await store.keys.revoke(id, { now: now(), by });
      print(`Revoked ${id} (${key.owner}, ${key.name}).`);
    }),
  );
}

function rotateCommand(): Command {
  const command = teach('rotate', {
    summary: 'issue the successor of a key',
    description:
      'Issues a key with the same owner, name, scopes and lifetime. Both work until the old one is revoked: start using the new one, then revoke the old.',
    touches: 'one new API key; with --revoke the old one too.',
    examples: ['keys rotate 01JD0000000000000000000000', 'keys rotate 01JD0000000000000000000000 --revoke'],
  })
    .argument('<id>', 'the key to be replaced')
    .option('--revoke', 'end the old key at once, as after a leak')
    .option('--expires <when>', 'another expiry: a day, an instant, or a number of days such as 90d', expiry)
    .option('--json', 'as JSON');
  return located(command).action((id: string, options: Common & { revoke?: boolean; expires?: string }) =>
    within(options, (deployment) => rotate(deployment, id, options)),
  );
}

type Rotation = { revoke?: boolean; expires?: string; json?: boolean };

async function rotate(
  deployment: Deployment,
  id: string,
  { revoke, expires, json }: Rotation,
): Promise<void> {
  const { store } = deployment;
  const issuing = { now: now(), by, seal: await sealerFor(deployment) };
  const old = await live(store, id, 'create a new one instead');
  const { owner, name } = old;
  if (revoke) await store.keys.revoke(id, { now: now(), by });
  const expiresAt = expires ?? sameLife(old);
  show(await store.keys.create({ owner, name, scopes: old.scopes, expiresAt }, issuing), json);
  note(revoke ? `Revoked ${id}.` : `${id} still opens; end it with: keys revoke ${id}`);
}

const sameLife = ({ createdAt, expiresAt }: ApiKey): string | null =>
  expiresAt && new Date(Date.now() + Date.parse(expiresAt) - Date.parse(createdAt)).toISOString();

async function known(store: Store, id: string): Promise<ApiKey> {
  const key = await store.keys.get(id);
  if (!key) throw new DomainError('not-found', `There is no key ${id}.`);
  return key;
}

async function live(store: Store, id: string, otherwise: string): Promise<ApiKey> {
  const key = await known(store, id);
  const why = lapsed(key, now());
  if (why) throw new DomainError('conflict', `The key ${id} is ${why}; ${otherwise}.`);
  return key;
}

function sealCommand(): Command {
  const command = teach('seal', {
    summary: 'seal keys that were issued without a seal, so that they work again',
    description:
      'What a key grants is sealed by the master secret when it is issued, so that nobody makes a key by writing to the table. A key that is older than seals, or than a new master secret, has no valid seal and opens nothing. Shows such keys, and seals them once you confirm that you issued them.',
    touches: 'the keys that it shows.',
    examples: ['keys seal --dry-run --stage prod', 'keys seal 01JD0000000000000000000000 --stage prod'],
  })
    .argument('[id...]', 'which of them; all, if left out')
    .option('--dry-run', 'show them, seal nothing')
    .option('-y, --yes', 'do not ask');
  return located(command).action((ids: string[], options: Sealing) =>
    within(options, (deployment) => seal(deployment, ids, options)),
  );
}

type Sealing = Common & { dryRun?: boolean; yes?: boolean };

async function seal(deployment: Deployment, ids: string[], { dryRun, yes }: Sealing): Promise<void> {
  for (const id of ids) await live(deployment.store, id, 'there is nothing to seal');
  const found = (await unsealed(deployment)).filter(({ id }) => ids.length === 0 || ids.includes(id));
  if (found.length === 0) return print('Nothing to do: every live key that is meant has its seal.');
  const rows = found.map((key) => [key.owner, ...row(key), dayOf(key.createdAt)]);
  note(table([['owner', 'id', 'name', 'state', 'scopes', 'last used', 'created'], ...rows]));
  if (dryRun) return print(`Would seal ${found.length}; nothing was written.`);
  if (!yes && !(await confirm(`Were these ${found.length} issued by you, with just these scopes?`)))
    return declined();
  const by = await sealerFor(deployment);
  for (const key of found) await deployment.store.keys.seal(key, by);
  print(`Sealed ${found.length}.`);
}

function show({ key, text }: { key: ApiKey; text: string }, json: boolean | undefined): void {
  if (json) {
    printJson({ ...withoutHash(key), key: text });
    return;
  }
  note(`A key for ${key.owner}, ${key.name}: ${key.scopes.join(', ')}. It is shown this once:`);
  print(text);
}
