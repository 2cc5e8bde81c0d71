import { DomainError } from '../../../functions/core/errors.ts';
import type { Instrument } from '../../../functions/core/instrument.ts';
import type { Catalogue } from '../../../functions/core/law/holdings.ts';
import { noState } from '../../../functions/core/state.ts';
import type { Store } from '../../../functions/store/index.ts';
import { UsageError } from '../usage-error.ts';
import { prompt } from './prompt.ts';

export type NamedParticipation = { state: string; instrument: string };

type GivenPlace = { state: string | undefined; instrument: string | undefined; yes: boolean | undefined };

/** The State and the instrument, from the command line or by asking, as the record spells them. */
export async function readPlace(
  store: Store,
  { state, instrument, yes }: GivenPlace,
): Promise<NamedParticipation> {
  if (yes && (!state || !instrument)) throw new UsageError('With --yes name the State and the instrument.');
  const catalogue = await store.record.read(async (record) => record.catalogue);
  const find = { state: stateIn(catalogue), instrument: instrumentIn(catalogue) };
  const found = { state: state && find.state(state), instrument: instrument && find.instrument(instrument) };
  return {
    state: found.state || (await prompt({ text: 'Which State (CHN)?', read: find.state })),
    instrument:
      found.instrument || (await prompt({ text: 'Under which instrument (iccpr)?', read: find.instrument })),
  };
}

/** The id of an instrument as the record spells it. @throws DomainError */
export const instrumentNamed = (store: Store, said: string): Promise<string> =>
  store.record.read(async ({ catalogue }) => instrumentIn(catalogue)(said));

const stateIn =
  ({ states }: Catalogue) =>
  (said: string): string => {
    const code = spelt(states.keys(), said);
    if (code) return code;
    const named = [...states.values()].find(({ name, names = [] }) =>
      spelt([name, ...names.map(({ text }) => text)], said),
    );
    if (!named) throw noState(said, states.values());
    throw new DomainError('not-found', `${said} is no code; that of ${named.name} is ${named.code}.`);
  };

const instrumentIn =
  ({ instruments }: Catalogue) =>
  (said: string): string => {
    const id = spelt(instruments.keys(), said);
    if (id) return id;
    const meant = [...instruments.values()].filter((one) => isCalled(one, said)).map((one) => one.id);
    const hint = meant.length > 0 ? `perhaps ${meant.join(' or ')} is meant` : listed(instruments.keys());
    throw new DomainError('not-found', `There is no instrument ${said}; ${hint}.`);
  };

const isCalled = ({ title, titles, shortNames, references }: Instrument, said: string): boolean => {
  const others = [...titles.map(({ text }) => text), ...references.map(({ value }) => value)];
  return spelt([title, ...shortNames, ...others], said) !== undefined;
};

const listed = (ids: Iterable<string>): string => `there are ${[...ids].sort().join(', ')}`;

/** The one that was said, in whatever case. */
const spelt = (known: Iterable<string>, said: string): string | undefined =>
  [...known].find((one) => one.toLowerCase() === said.toLowerCase());
