// A purchase and a call, seen from outside: one trace from the press of the button to the charged
// millisecond, one id through all logs, and nothing personal in any of them.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test, vi } from 'vitest';
import { accessOf } from '../bench/call-charges.ts';
import { createCaller } from '../caller/caller.ts';
import { printTrace } from '../support/print-trace.ts';
import {
  type CollectedSpan,
  startTraceCollector,
  type TraceCollector,
} from '../support/trace-collector.ts';
import { type Journey, startJourney } from './support/journey.ts';
import { payWith } from './support/pay-form.ts';
import { ask, caption, hangUp, signUp, talk } from './support/steps.ts';

const PARTS = ['api', 'agent', 'livekit', 'speech', 'stripe', 'supabase', 'email', 'postgres'];
const LEAD = { name: 'Ottokar Lindqvist', email: 'ottokar.l@example.org', phone: '555-010-2345' };
const WRONG_PASSWORD = 'not-the-password-at-all';

let collector: TraceCollector;
let journey: Journey;
let email: string;
let call: { id: string; charged_ms: string; request_id: string };

beforeAll(async () => {
  collector = await startTraceCollector();
  journey = await startJourney({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '300',
  });
  const page = await journey.openPage();
  email = await signUp(page);
  await expect(
    createCaller(accessOf(journey.stack)).signIn(email, WRONG_PASSWORD),
  ).rejects.toThrow();
  await buy(page);
  await page.getByRole('link', { name: 'Talk', exact: true }).first().click();
  await talk(page);
  await ask(page, 'how-many-minutes', caption(page, 'agent', /you have .*left/i));
  await leaveDetails(page);
  await hangUp(page);
  [call] = (await journey.query(
    'select id, charged_ms, request_id from public.voice_sessions',
  )) as [typeof call];
  await collector.waitForSpan(({ name }) => name === 'agent job');
});
afterAll(async () => {
  await journey?.stop();
  await collector?.stop();
});

async function buy(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Buy', exact: true }).first().click();
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await payWith(page, /^Succeeds Visa 4242/);
  await page.getByText('You now have 40 min.').waitFor();
}

async function leaveDetails(page: Page): Promise<void> {
  const composer = page.getByRole('textbox', { name: /Message to/ });
  await composer.fill(
    `My name is ${LEAD.name} and my email is ${LEAD.email} and my phone is ${LEAD.phone}.`,
  );
  await composer.press('Enter');
  await vi.waitFor(
    async () => expect(await journey.query('select id from public.leads')).toHaveLength(1),
    { timeout: 30_000, interval: 200 },
  );
}

const namedIn = (trace: readonly CollectedSpan[]) => (name: string, service?: string) => {
  const found = trace.find((one) => one.name === name && (!service || one.service === service));
  if (!found) throw new Error(`No span is called "${name}":\n${printTrace(trace)}`);
  return found;
};

/** The names of a span and all it is a part of, innermost first. */
function pathOf(trace: readonly CollectedSpan[], span: CollectedSpan | undefined): string[] {
  if (!span) return [];
  return [
    span.name,
    ...pathOf(
      trace,
      trace.find(({ spanId }) => spanId === span.parentSpanId),
    ),
  ];
}

test('one trace leads from the press of the button to the charged millisecond', () => {
  const job = collector.spans.find(({ name }) => name === 'agent job');
  const trace = collector.spans.filter(({ traceId }) => traceId === job?.traceId);
  if (process.env.SHOW_TRACE) console.log(printTrace(trace));
  onTestFailed(() => console.log(printTrace(trace)));
  const named = namedIn(trace);
  const root = ['agent job', 'dispatch agent', 'POST /api/v1/voice-sessions', 'press talk'];

  expect(named('press talk')).toMatchObject({ service: 'mindbot-web', parentSpanId: null });
  expect(pathOf(trace, named('sql create_voice_session'))).toEqual([
    'sql create_voice_session',
    ...root.slice(2),
  ]);
  expect(pathOf(trace, named('livekit CreateDispatch'))).toEqual([
    'livekit CreateDispatch',
    ...root.slice(1),
  ]);
  for (const name of ['sql worker_activate', 'join room', 'agent_session']) {
    expect(pathOf(trace, named(name, 'mindbot-agent'))).toEqual([name, ...root]);
  }
  expect(job?.events).toContain('first_audio');
  const turn = ['agent_session', ...root];
  expect(pathOf(trace, named('recognize speech'))).toEqual([
    'recognize speech',
    'user_turn',
    ...turn,
  ]);
  for (const stage of ['llm_node', 'tts_node', 'function_tool']) {
    expect(pathOf(trace, named(stage))).toEqual([stage, 'agent_turn', ...turn]);
  }
  expect(named('llm_node').attributes['lk.response.ttft']).toBeGreaterThan(0);
  expect(named('tts_node').attributes['lk.response.ttfb']).toBeGreaterThan(0);
  expect(named('agent_speaking').durationMs).toBeGreaterThan(0);

  const capture = named('sql worker_capture');
  expect(pathOf(trace, capture).at(-1)).toBe('press talk');
  expect(capture.attributes['mindbot.charged_ms']).toBe(Number(call.charged_ms));
  expect(Number(call.charged_ms)).toBeGreaterThan(0);
});

test('a task goes on in the trace of the webhook that made it necessary', () => {
  const task = collector.spans.find(({ name }) => name === 'task process_gateway_event');
  const trace = collector.spans.filter(({ traceId }) => traceId === task?.traceId);
  expect(pathOf(trace, task)).toContain('POST /webhooks/stripe');
});

test('one search for the request finds the call in the logs of api and agent', () => {
  const linesOf = (part: string) =>
    journey.stack
      .logs(part)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const part of ['api', 'agent']) {
    const found = linesOf(part).filter(({ requestId }) => requestId === call.request_id);
    expect(found.map(({ voiceSessionId }) => voiceSessionId)).toContain(call.id);
  }
  const ofCall = linesOf('agent').filter(({ voiceSessionId }) => voiceSessionId === call.id);
  expect(ofCall.length).toBeGreaterThan(3);
  expect(ofCall.filter((line) => line.requestId !== call.request_id || !line.traceId)).toEqual([]);
});

test('no log of any part tells a name, an address, a number, a secret or a word that was said', async () => {
  const said = await journey.query<{ text: string }>(
    'select text from public.transcript_items where char_length(text) > 15',
  );
  expect(said.length).toBeGreaterThan(3);
  const forbidden = [
    email,
    ...Object.values(LEAD),
    LEAD.phone.replaceAll('-', ''),
    WRONG_PASSWORD,
    'a long enough sentence',
    // Publishable keys and names of keys are in every page; the rest is nobody's business.
    ...Object.entries(journey.stack.secrets).flatMap(([name, value]) =>
      /secret/i.test(name) ? [value] : [],
    ),
    ...said.map(({ text }) => text),
  ].filter((text): text is string => typeof text === 'string');
  const token = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;
  const tells = (text: string) =>
    forbidden.filter((one) => text.includes(one)).concat(token.exec(text)?.[0].slice(0, 12) ?? []);
  const leaks = PARTS.flatMap((part) =>
    journey.stack
      .logs(part)
      .flatMap((line) => tells(line).map((what) => ({ part, what, line: line.slice(0, 400) }))),
  );
  expect(leaks).toEqual([]);
  expect(collector.bodies.flatMap(tells)).toEqual([]);
});
