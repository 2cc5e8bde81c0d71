import * as z from 'zod';
import { Delivery } from '../../../core/webhook/delivery.ts';
import { Outcome, outcomeOf } from './view.ts';

/** One delivery in short. */
export const DeliverySummary = z.lazy(() =>
  Delivery.unwrap()
    .pick({
      key: true,
      sequence: true,
      messageId: true,
      type: true,
      status: true,
      trigger: true,
      attempted: true,
      nextAttemptAt: true,
      createdAt: true,
      deliveredAt: true,
    })
    .extend({ lastAttempt: Outcome.nullable() })
    .meta({ id: 'DeliverySummary', description: '`key` is its place in the list and in its address.' }),
);
export type DeliverySummary = z.infer<typeof DeliverySummary>;

export const DeliveryDetail = z.lazy(() =>
  DeliverySummary.unwrap()
    .extend({ attempts: Delivery.unwrap().shape.attempts })
    .meta({ id: 'DeliveryDetail', description: 'With its latest attempts, at most 25.' }),
);
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

export const summaryOf = (delivery: Delivery): DeliverySummary =>
  DeliverySummary.parse({ ...delivery, lastAttempt: outcomeOf(delivery) });

export const detailOf = (delivery: Delivery): DeliveryDetail => ({
  ...summaryOf(delivery),
  attempts: delivery.attempts,
});
