// Reads the facts of a notice. They were written by several rules, some of them long ago: a fact
// that is missing or odd is left out of the words rather than ending in a letter nobody gets.
import { z } from 'zod';

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);
const text = optional(z.string().min(1).max(500));
const amount = optional(z.int().min(0));
const moment = optional(z.iso.datetime({ offset: true }).transform((value) => new Date(value)));
/** Money in a currency that `Intl` does not know of cannot be written. */
const currency = optional(z.string().regex(/^[A-Z]{3}$/));
/** Only what a browser may open: the address came from a gateway. */
const address = optional(z.url({ protocol: /^https?$/ }));

const noticeDataSchema = z.object({
  remainingMs: amount,
  timeMs: amount,
  grantedMs: amount,
  rewardMs: amount,
  includedMs: amount,
  daysLeft: amount,
  failedCount: amount,
  quantity: amount,
  amountMinor: amount,
  refundedMinor: amount,
  overageMinorPerMinute: amount,
  overageCapMinor: amount,
  currency,
  packageName: text,
  planName: text,
  cardBrand: text,
  cardLast4: text,
  failureCode: text,
  failureText: text,
  side: optional(z.enum(['referrer', 'referred'])),
  disputeStatus: optional(z.enum(['open', 'won', 'lost'])),
  disabledReason: optional(z.enum(['failures', 'no_card', 'payment_reversed'])),
  expiresAt: moment,
  periodEndAt: moment,
  receiptUrl: address,
  isTest: optional(z.boolean()),
});

/** The facts of a notice; null for what it does not tell. */
export type NoticeData = z.infer<typeof noticeDataSchema>;

/** The facts of a notice, from its JSON. */
export const readNoticeData = (data: unknown): NoticeData => noticeDataSchema.parse(data ?? {});
