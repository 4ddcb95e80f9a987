// What the api says about a user and the time on their account.
import { z } from '@hono/zod-openapi';
import { durationMs, id, moment, orNull, pageOf, timeGrantSource } from './values.ts';

/** The signed-in user within their organization. */
export const currentUserSchema = z
  .object({
    id: id('The user.'),
    email: z.string().openapi({ example: 'ada@example.org' }),
    displayName: z.string().nullable().openapi({ example: 'Ada' }),
    organization: z.object({
      id: id('The organization.'),
      slug: z.string().openapi({ example: 'mindbot' }),
      name: z.string().openapi({ example: 'MindBot' }),
    }),
    role: z.enum(['owner', 'admin', 'staff', 'member']).openapi({ example: 'member' }),
    accountId: id('The account that pays for the calls of this user.'),
  })
  .openapi('CurrentUser');

/** Time put on an account, and what is left of it. */
const timeGrantSchema = z
  .object({
    id: id('The time grant.'),
    source: timeGrantSource,
    grantedMs: durationMs('What was put on the account.', 600_000),
    remainingMs: durationMs('What is left of it.', 420_000),
    refundedMs: durationMs('What refunds of its payment took back.', 0),
    pausedMs: durationMs('What may not be used while its payment is disputed.', 0),
    expiresAt: moment('When the rest expires.').nullable(),
    createdAt: moment('When it was granted.'),
  })
  .openapi('TimeGrant');

/** The time of an account at one moment. */
export const balanceSchema = z
  .object({
    accountId: id('The account.'),
    postedMs: durationMs('The sum of the ledger.', 600_000),
    heldMs: durationMs('Reserved for running calls.', 30_000),
    availableMs: durationMs('What a new call may use: posted less held.', 570_000),
    remainingMs: durationMs('What the user sees: posted less used in running calls.', 590_000),
    nextExpiryAt: moment('When the next time grant expires.').nullable(),
    timeGrants: z
      .array(timeGrantSchema)
      .openapi({ description: 'Those with time left or paused.' }),
    asOf: moment('When this was true, by the clock of the database.'),
  })
  .openapi('Balance');

/** One immutable, signed line of the ledger. */
const ledgerEntrySchema = z
  .object({
    id: z.string().openapi({ description: 'The entry; grows with time.', example: '1042' }),
    amountMs: z.int().openapi({ description: 'Signed time.', example: -84_000 }),
    reason: z
      .enum(['grant', 'capture', 'expiry', 'reversal', 'refund', 'freeze', 'restore'])
      .openapi({
        description: '`freeze`: paused while the payment is disputed; `restore`: no longer.',
        example: 'capture',
      }),
    source: orNull(timeGrantSource),
    voiceSessionId: id('The call it paid for.').nullable(),
    balanceAfterMs: durationMs('The balance after this entry.', 516_000),
    note: z.string().nullable().openapi({ example: null }),
    createdAt: moment('When it was written.'),
  })
  .openapi('LedgerEntry');

/** A page of the ledger, newest first. */
export const ledgerEntryPageSchema = pageOf(ledgerEntrySchema).openapi('LedgerEntryPage');
