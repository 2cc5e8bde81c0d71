import * as z from 'zod';
import { StateCode } from '../../core/ids.ts';
import { shortened } from '../../core/law/participation/brief.ts';
import { actionsOf, RecordedAction } from '../../core/law/participation/participation-record.ts';
import { ActionKind } from '../../core/vocabulary.ts';
import { anyOf, knownValues } from '../asking/filter.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { AskedDay, requestedView, viewpoint } from '../asking/viewpoint.ts';
import { refuseParameter } from '../http/input.ts';
import { read } from '../http/route.ts';

const query = z.lazy(() =>
  z.strictObject({
    ...viewpoint,
    doneFrom: AskedDay.optional().meta({ description: 'Done on that day or later.' }),
    doneTo: AskedDay.optional().meta({ description: 'Done on that day or before.' }),
    kind: anyOf(ActionKind, `kinds of act (${ActionKind.options.join(', ')})`),
    instrument: anyOf(z.string(), 'instruments'),
    territory: anyOf(z.string(), 'territories that the act is about'),
    ...paging,
  }),
);

const StateAction = z.lazy(() =>
  RecordedAction.unwrap()
    .extend({ title: z.string().describe('Of the instrument.') })
    .meta({ id: 'StateAction' }),
);

/** How much of an act a list shows. */
const mostShown = { characters: 2000, sources: 20 };

export const stateActionRoutes = [
  read(
    {
      path: '/v1/states/{state}/actions',
      operationId: 'listActions',
      tag: 'Actions',
      params: z.object({ state: StateCode }),
      query,
      answers: { 200: { schema: listOf(StateAction) } },
      refusals: ['not-found', 'unknown-value'],
    },
    async (c, snapshot) => {
      const { doneFrom, doneTo, kind, instrument, territory } = c.req.valid('query');
      if (doneFrom && doneTo && doneTo < doneFrom)
        refuseParameter('doneTo', `A day from ${doneFrom} (doneFrom) is expected.`);
      const view = await requestedView(c, snapshot, c.req.valid('param').state);
      const instruments = knownValues('instrument', instrument, snapshot.catalogue.instruments.keys());
      const codes = (view.state.territories ?? []).map(({ code }) => code);
      const territories = knownValues('territory', territory, codes);
      const found = [...view.under.values()]
        .filter((under) => !instruments || instruments.has(under.instrument.id))
        .flatMap((under) =>
          actionsOf(view, under).map((action) => ({
            ...shortened(action, mostShown),
            title: under.instrument.title,
          })),
        )
        .filter(({ doneOn }) => (!doneFrom || doneOn >= doneFrom) && (!doneTo || doneOn <= doneTo))
        .filter((action) => !kind || kind.includes(action.kind))
        .filter((action) => !territories || territories.has(action.territory ?? ''));
      const { body, headers } = pageOf(
        found,
        ({ doneOn, id }) => `${doneOn} ${id}`,
        c,
        snapshot.head.sequence,
      );
      return c.json(body, 200, headers);
    },
  ),
];
