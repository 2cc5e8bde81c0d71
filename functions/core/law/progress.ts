import * as z from 'zod';
import { Day } from '../calendar.ts';
import { ActionId, InstrumentId, SourceId, StateCode } from '../ids.ts';
import type { Source } from '../source.ts';
import { ActionKind, Status, TerritoryStatus } from '../vocabulary.ts';
import { evidenceOf, isUnchecked } from './evidence.ts';
import type { LiveAction } from './live.ts';
import { isBound } from './position/shape.ts';
import type { StateView } from './state-view.ts';
import { type TerritoryPosition, territoryPositions } from './territory/territory.ts';
import { type Urged, urgingsOf } from './urging.ts';

/** The status of the State, or of the territory if the call is to extend the instrument to it. */
const UrgedStatus = z.enum([...Status.options, ...TerritoryStatus.options]).meta({ id: 'UrgedStatus' });

const HeedingAct = z.lazy(() =>
  z.object({ action: ActionId, kind: ActionKind, on: Day }).meta({ id: 'HeedingAct' }),
);

const CallProgress = z.lazy(() =>
  z.object({
    state: StateCode,
    instrument: InstrumentId,
    title: z.string(),
    kind: z.enum(['named', 'implied']),
    urging: z.string(),
    /** Set if the call is for extension to a territory; the statuses are then the territory's. */
    territory: StateCode.optional(),
    paragraph: z.string(),
    wording: z.string(),
    /** Set if `wording` is only the beginning; `url` leads to the whole. */
    truncated: z.literal(true).optional(),
    url: z.string().optional(),
    statusThen: UrgedStatus,
    statusNow: UrgedStatus,
    heeded: z.boolean(),
    heededBy: HeedingAct.nullable(),
    /** The last day that any source looked at speaks for; null if nobody has looked. */
    evidenceThrough: Day.nullable(),
  }),
);

const whole = z.number().int();

const NamedTally = z.lazy(() => z.object({ total: whole, heeded: whole }));

/** The outcome, by `asOf`, of a document's calls upon a State. */
export const Progress = z
  .object({
    source: SourceId,
    title: z.string(),
    on: Day,
    asOf: Day,
    named: NamedTally,
    implied: NamedTally,
    /** Calls about which nothing is on record and nobody has looked at a source. */
    unchecked: z.object({ named: whole, implied: whole }),
    data: z.array(CallProgress),
  })
  .meta({ id: 'Progress' });
export type Progress = z.infer<typeof Progress>;

/** A call is heeded when the State has consented to be bound after the document's date and still stands by it. */
export function progressOn(source: Source, view: StateView): Progress {
  const data = urgingsOf(source, view).map((urged) => progressOf(urged, view));
  const tally = (kind: 'named' | 'implied') => {
    const own = data.filter((one) => one.kind === kind);
    return { total: own.length, heeded: own.filter(({ heeded }) => heeded).length };
  };
  const uncheckedIn = (kind: 'named' | 'implied') =>
    data.filter((call) => call.kind === kind && isUnchecked({ ...call, status: call.statusNow })).length;
  return {
    source: source.id,
    title: source.title,
    on: source.on,
    asOf: view.asOf,
    named: tally('named'),
    implied: tally('implied'),
    unchecked: { named: uncheckedIn('named'), implied: uncheckedIn('implied') },
    data,
  };
}

function progressOf({ source, urging, instrument }: Urged, view: StateView): Progress['data'][number] {
  const outcome = urging.territory
    ? territorial(urging.territory, instrument, source.on, view)
    : ofState(instrument, source.on, view);
  const { id, kind, territory, paragraph, wording } = urging;
  const title = view.catalogue.instruments.get(instrument)?.title ?? instrument;
  const under = view.under.get(instrument);
  const reading = view.catalogue.readings.get(instrument);
  return {
    state: view.state.code,
    instrument,
    title,
    kind,
    urging: id,
    ...(territory && { territory }),
    paragraph,
    wording,
    ...outcome,
    evidenceThrough: under ? evidenceOf(under, reading, territory).evidenceThrough : null,
  };
}

type UrgingOutcome = Pick<Progress['data'][number], 'statusThen' | 'statusNow' | 'heeded' | 'heededBy'>;

function ofState(instrument: string, on: Day, view: StateView): UrgingOutcome {
  const now = view.under.get(instrument)?.position;
  const consent = now && isBound(now) && now.consent && now.consent.doneOn > on ? now.consent : null;
  return {
    statusThen: view.positionOn(instrument, on).status,
    statusNow: now?.status ?? 'no-action',
    heeded: consent !== null,
    heededBy: consent && act(consent),
  };
}

function territorial(territory: string, instrument: string, on: Day, view: StateView): UrgingOutcome {
  const now = territoryOn(territory, instrument, view.asOf, view);
  const basis = view.under.get(instrument)?.actions.find(({ id }) => id === now?.basis?.action);
  const heeding = now?.status === 'applies' && basis && basis.doneOn > on ? basis : null;
  return {
    statusThen: territoryOn(territory, instrument, on, view)?.status ?? 'unknown',
    statusNow: now?.status ?? 'unknown',
    heeded: heeding !== null,
    heededBy: heeding && act(heeding),
  };
}

function territoryOn(
  code: string,
  instrument: string,
  day: Day,
  view: StateView,
): TerritoryPosition | undefined {
  const under = view.under.get(instrument);
  const position = view.positionOn(instrument, day);
  const territories = (view.state.territories ?? []).filter((territory) => territory.code === code);
  return under && territoryPositions(under.instrument, territories, under.actions, position, day)[0];
}

const act = ({ id, kind, doneOn }: LiveAction) => ({ action: id, kind, on: doneOn });
