// The agent's ledger over HTTP against the real functions: what it may do with its token, and no more.
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedger, type Ledger, LedgerUnreachableError } from '../../agent/src/ledger.ts';
import { type RunningSupabase, startSupabase } from '../../local/src/supabase.ts';
import { startHttpProxy } from '../faults/http-proxy.ts';
import {
  createTestDatabase,
  DEFAULT_ORGANIZATION_ID,
  type TestDatabase,
} from '../support/database.ts';

const jwtSecret = 'a-secret-for-tests-of-the-agent-ledger';
const publishableKey = 'sb_publishable_agent_ledger';
const leaseMs = 30_000;

let db: TestDatabase;
let supabase: RunningSupabase;

beforeAll(async () => {
  db = await createTestDatabase();
  supabase = await startSupabase({
    databaseUrl: db.databaseUrl,
    jwtSecret,
    publishableKey,
    secretKey: 'sb_secret_agent_ledger',
    siteUrl: 'http://127.0.0.1:3000',
  });
});

afterAll(async () => {
  await supabase?.stop();
  await db?.drop();
});

async function createCall(): Promise<string> {
  const { userId } = await db.signUp();
  const created = await db.call('create_voice_session', {
    p_user_id: userId,
    p_organization_id: DEFAULT_ORGANIZATION_ID,
    p_assistant_slug_or_id: null,
    p_idempotency_key: randomUUID(),
    p_lease_ms: leaseMs,
    p_join_window_ms: 60_000,
  });
  return String(created.voice_session_id);
}

async function tokenFor(
  voiceSessionId: string,
  options: { epoch?: number; secret?: string; expiresAt?: string } = {},
): Promise<string> {
  const claims = {
    role: 'voice_worker',
    voice_session_id: voiceSessionId,
    epoch: options.epoch ?? 1,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(options.expiresAt ?? '1h')
    .sign(new TextEncoder().encode(options.secret ?? jwtSecret));
}

const ledgerWith = (workerToken: string, url = supabase.url): Ledger =>
  createLedger({ url, publishableKey, workerToken, processId: randomUUID(), timeoutMs: 5_000 });

async function startCall(): Promise<{ ledger: Ledger; voiceSessionId: string }> {
  const voiceSessionId = await createCall();
  const ledger = ledgerWith(await tokenFor(voiceSessionId));
  expect(await ledger.activate()).toMatchObject({ outcome: 'active' });
  return { ledger, voiceSessionId };
}

describe('a call', () => {
  test('is activated with its assistant and its time', async () => {
    const voiceSessionId = await createCall();
    const activation = await ledgerWith(await tokenFor(voiceSessionId)).activate();
    expect(activation).toMatchObject({
      outcome: 'active',
      voiceSessionId,
      usedMs: 0,
      heldMs: leaseMs,
      remainingMs: 600_000,
      sequence: 0,
      isResumed: false,
      transcript: [],
      assistant: { slug: 'alex', voice: 'alloy', language: 'en' },
    });
  });

  test('is extended, and a repeated report gets the same answer', async () => {
    const { ledger } = await startCall();
    await db.passTime(15_000);
    const report = { sequence: 1, usedMs: 10_000, leaseMs };
    const answer = await ledger.extend(report);
    expect(answer).toMatchObject({ outcome: 'extended', heldMs: 40_000, remainingMs: 590_000 });
    expect(await ledger.extend(report)).toEqual(answer);
    expect(await ledger.extend({ ...report, usedMs: 11_000 })).toMatchObject({
      outcome: 'conflict',
    });
    expect(await ledger.getBalance()).toMatchObject({ outcome: 'ok', remainingMs: 590_000 });
  });

  test('is charged once, whoever asks again', async () => {
    const { ledger } = await startCall();
    await db.passTime(15_000);
    const end = { usedMs: 12_345, reason: 'user_hung_up' as const, unbilledMs: 100 };
    const captured = { chargedMs: 12_345, balanceMs: 587_655, endedReason: 'user_hung_up' };
    expect(await ledger.capture(end)).toEqual({ outcome: 'captured', ...captured });
    expect(await ledger.capture({ ...end, reason: 'shutdown' })).toEqual({
      outcome: 'already_ended',
      ...captured,
    });
    expect(await ledger.extend({ sequence: 9, usedMs: 20_000, leaseMs })).toMatchObject({
      outcome: 'ended',
      endRequestedReason: 'user_hung_up',
    });
  });

  test('keeps its transcript, lead, ticket and usage', async () => {
    const { ledger, voiceSessionId } = await startCall();
    const line = {
      itemId: 'item_1',
      position: 0,
      speaker: 'user' as const,
      text: 'hello "there"',
      wasInterrupted: false,
      spokenAt: new Date().toISOString(),
    };
    expect(await ledger.addTranscriptItems([line])).toEqual({ outcome: 'saved' });
    const lead = { name: 'John', email: null, phone: '5551234', interest: '' };
    const saved = await ledger.captureLead('call_1', lead);
    expect(saved).toMatchObject({ outcome: 'saved' });
    expect(await ledger.captureLead('call_1', lead)).toEqual({ ...saved, outcome: 'replayed' });
    expect(await ledger.captureLead('call_2', { ...lead, phone: null })).toMatchObject({
      outcome: 'invalid',
    });
    const ticket = { subject: 'Headset', description: 'It does not work' };
    expect(await ledger.createTicket('call_3', ticket)).toMatchObject({
      outcome: 'created',
      number: 1,
    });
    expect(await ledger.recordUsage({ llmInputTokens: 7 }, null)).toEqual({ outcome: 'saved' });
    const row = await db.row('select usage from public.voice_sessions where id = $1', [
      voiceSessionId,
    ]);
    expect(row.usage).toEqual({ llmInputTokens: 7 });
    const resumed = await ledger.activate();
    expect(resumed).toMatchObject({ transcript: [{ itemId: 'item_1', text: 'hello "there"' }] });
  });

  test('is refused to an agent whose epoch has passed', async () => {
    const { ledger, voiceSessionId } = await startCall();
    await db.call('fence_voice_session', {
      p_voice_session_id: voiceSessionId,
      p_expected_epoch: 1,
      p_rejoin_window_ms: 60_000,
    });
    expect(await ledger.extend({ sequence: 1, usedMs: 0, leaseMs })).toMatchObject({
      outcome: 'fenced',
    });
    const end = { usedMs: 0, reason: 'user_hung_up' as const, unbilledMs: 0 };
    expect(await ledger.capture(end)).toMatchObject({ outcome: 'fenced' });
    const successor = ledgerWith(await tokenFor(voiceSessionId, { epoch: 2 }));
    expect(await successor.activate()).toMatchObject({ outcome: 'active', isResumed: true });
  });

  test('opens one ticket and saves one lead although the first answers are lost', async () => {
    const voiceSessionId = await createCall();
    const asked: string[] = [];
    const proxy = await startHttpProxy(supabase.url, async ({ path, forward }) => {
      const answer = await forward();
      const isTool = /worker_(create_ticket|capture_lead)/.test(path);
      const isFirst = !asked.includes(path);
      asked.push(path);
      return isTool && isFirst ? null : answer;
    });
    try {
      const ledger = ledgerWith(await tokenFor(voiceSessionId), proxy.url);
      expect(await ledger.activate()).toMatchObject({ outcome: 'active' });
      const ticket = { subject: 'Headset', description: 'It does not work' };
      expect(await ledger.createTicket('call_1', ticket)).toMatchObject({ outcome: 'replayed' });
      const lead = { name: 'John', email: null, phone: '5551234', interest: '' };
      expect(await ledger.captureLead('call_2', lead)).toMatchObject({ outcome: 'replayed' });
      for (const table of ['tickets', 'leads']) {
        const rows = await db.rows(
          `select from public.${table} where voice_session_id = '${voiceSessionId}'`,
        );
        expect(rows).toHaveLength(1);
      }
    } finally {
      await proxy.stop();
    }
  });
});

describe('no valid answer', () => {
  test('is told apart from a refusal when the token is forged or has expired', async () => {
    const voiceSessionId = await createCall();
    const secret = 'another-secret-of-sufficient-length';
    const forged = ledgerWith(await tokenFor(voiceSessionId, { secret }));
    await expect(forged.activate()).rejects.toThrow(LedgerUnreachableError);
    const expired = ledgerWith(await tokenFor(voiceSessionId, { expiresAt: '-1m' }));
    await expect(expired.activate()).rejects.toThrow(LedgerUnreachableError);
  });

  test('is told when nothing listens', async () => {
    const ledger = ledgerWith(await tokenFor(randomUUID()), 'http://127.0.0.1:9');
    await expect(ledger.activate()).rejects.toThrow(LedgerUnreachableError);
  });

  test('is told when a request is cancelled', async () => {
    const { ledger } = await startCall();
    const cancelled = AbortSignal.abort();
    const report = { sequence: 1, usedMs: 0, leaseMs };
    await expect(ledger.extend(report, cancelled)).rejects.toThrow(LedgerUnreachableError);
  });
});
