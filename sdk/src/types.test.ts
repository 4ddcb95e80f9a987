// Guards the types callers rely on: one union of errors, told apart by code, and results told apart by error.
import { expectTypeOf, test } from 'vitest';
import type { createMindbotClient } from './client.ts';
import type { MindbotError, MindbotResult } from './errors.ts';
import type { Balance, CheckoutSession, EndedReason, Payment, VoiceSession } from './types.ts';
import type { VoiceCallEvents, VoiceError } from './voice/types.ts';

type Client = ReturnType<typeof createMindbotClient>;

test('data is known once the error is excluded', () => {
  type Result = Awaited<ReturnType<Client['balance']['get']>>;
  expectTypeOf<Result>().toEqualTypeOf<MindbotResult<Balance>>();
  expectTypeOf<Extract<Result, { error: null }>['data']>().toEqualTypeOf<Balance>();
  expectTypeOf<Extract<Result, { data: null }>['error']>().toEqualTypeOf<MindbotError>();
});

test('each code narrows to its own fields', () => {
  type Of<Code extends MindbotError['code']> = Extract<MindbotError, { code: Code }>;
  expectTypeOf<Of<'rate_limited'>['retryAfterMs']>().toEqualTypeOf<number | null>();
  expectTypeOf<Of<'validation_failed'>['errors']>().toEqualTypeOf<
    { path: string; message: string }[]
  >();
  expectTypeOf<Of<'timeout'>['timeoutMs']>().toBeNumber();
  expectTypeOf<Of<'insufficient_time'>['status']>().toBeNumber();
  expectTypeOf<Of<'insufficient_time'>>().not.toHaveProperty('retryAfterMs');
});

test('an error of a request is an error of a call too', () => {
  expectTypeOf<MindbotError>().toExtend<VoiceError>();
  expectTypeOf<'microphone_blocked'>().toExtend<VoiceError['code']>();
});

test('a call ends with the reasons a voice session ends with', () => {
  expectTypeOf<VoiceCallEvents['ended']['reason']>().toEqualTypeOf<EndedReason>();
  expectTypeOf<VoiceSession['endedReason']>().toEqualTypeOf<EndedReason | null>();
});

test('lists can be walked item by item', () => {
  type Walk = ReturnType<Client['voiceSessions']['listAll']>;
  expectTypeOf<Walk>().toExtend<AsyncIterable<{ id: string; createdAt: string }>>();
});

test('a purchase is named by a package or a quote, and shows what its mode shows', () => {
  type Purchase = Parameters<Client['purchaseTimeCard']>[0];
  type Shown = Parameters<Extract<Purchase, { mode?: 'embedded' | 'hosted' }>['onCheckout']>[0];
  expectTypeOf<Shown>().toEqualTypeOf<CheckoutSession>();
  expectTypeOf<{ package: string; mode: 'saved_card' }>().not.toExtend<Purchase>();
  expectTypeOf<{ mode: 'hosted'; onCheckout: () => void }>().not.toExtend<Purchase>();
  expectTypeOf<Awaited<ReturnType<Client['purchaseTimeCard']>>>().toEqualTypeOf<
    MindbotResult<Payment>
  >();
});

test('a gateway that is away says when to ask again', () => {
  type Away = Extract<MindbotError, { code: 'payments_unavailable' }>;
  expectTypeOf<Away['retryAfterMs']>().toEqualTypeOf<number | null>();
});
