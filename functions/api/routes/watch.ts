import * as z from 'zod';
import { Day, Instant } from '../../core/calendar.ts';
import { InstrumentId } from '../../core/ids.ts';
import type { Instrument } from '../../core/instrument.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { route } from '../http/route.ts';

const WatchFailure = z.lazy(() => z.object({ at: Instant, why: z.string() }).meta({ id: 'WatchFailure' }));

/** How it stands with one instrument's document. */
const WatchedDocument = z.lazy(() =>
  z
    .object({
      instrument: InstrumentId,
      title: z.string(),
      /** `by-person`: no document that a program reads; `waiting`: not looked at yet, or nothing is watched here. */
      status: z.enum(['read', 'failing', 'waiting', 'by-person']),
      /** The document, or where a person may look. */
      url: z.string().nullable(),
      /** The last whole reading, whoever read it, and the day that it speaks for. */
      readAt: Instant.nullable(),
      statusAsAt: Day.nullable(),
      askedAt: Instant.nullable(),
      failingSince: Instant.nullable(),
      failure: WatchFailure.nullable(),
      dueAt: Instant.nullable(),
    })
    .meta({ id: 'WatchedDocument' }),
);
type WatchedDocument = z.infer<typeof WatchedDocument>;

export const watchRoutes = [
  route(
    {
      method: 'GET',
      path: '/v1/watch',
      operationId: 'listWatched',
      tag: 'Proposals',
      scope: null,
      query: z.strictObject(paging),
      answers: { 200: { schema: listOf(WatchedDocument) } },
      refusals: ['unavailable'],
    },
    async (c) => {
      const { record, looks } = c.var.deps.store;
      const known = new Map((await looks.list()).map((look) => [look.instrument, look]));
      const { catalogue, sequence } = await record.read((now) => ({
        catalogue: now.catalogue,
        sequence: now.head.sequence,
      }));
      const all = [...catalogue.instruments.values()].map((instrument): WatchedDocument => {
        const look = known.get(instrument.id);
        const own = look?.url === instrument.document?.url ? look : undefined;
        const reading = catalogue.readings.get(instrument.id);
        return {
          instrument: instrument.id,
          title: instrument.title,
          status: !instrument.document
            ? 'by-person'
            : own?.failure
              ? 'failing'
              : own?.readAt
                ? 'read'
                : 'waiting',
          url: instrument.document?.url ?? addressFor(instrument),
          readAt: own?.readAt ?? reading?.recordedAt ?? null,
          statusAsAt: reading?.statusAsAt ?? null,
          askedAt: own?.askedAt ?? null,
          failingSince: own?.failingSince ?? null,
          failure: own?.failure ? { at: own.failure.at, why: own.failure.why } : null,
          dueAt: own?.dueAt ?? null,
        };
      });
      const { body, headers } = pageOf(all, ({ instrument }) => instrument, c, sequence);
      return c.json(body, 200, { ...headers, 'cache-control': 'no-store' });
    },
  ),
];

/** The depositary's own page, where a source is one. */
const addressFor = ({ sources }: Instrument): string | null =>
  sources.find(({ citation }) => citation.tier === 'primary' && citation.url)?.citation.url ??
  sources.find(({ citation }) => citation.url)?.citation.url ??
  null;
