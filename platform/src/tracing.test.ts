// Spans land in the trace they belong to, also across processes and after the context was lost.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTraceCollector, type TraceCollector } from '../../tests/support/trace-collector.ts';
import { readTraceparent, writeTraceparent } from './traceparent.ts';
import {
  beginSpan,
  inClientSpan,
  inSpan,
  isTracing,
  noteInTrace,
  recordForeignSpan,
  setFallbackSpan,
  startTracing,
  stopTracing,
  traceIdOf,
  traceparentOf,
} from './tracing.ts';

const press = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
let collector: TraceCollector;
const spanOf = (name: string) => collector.spans.find((span) => span.name === name);

beforeAll(async () => {
  collector = await startTraceCollector();
  // Before there is a collector nothing is traced, and everything works.
  expect(await startTracing({ serviceName: 'test' })).toBeNull();
  expect(await inSpan('untraced', {}, () => traceparentOf())).toBeNull();
  expect(beginSpan('untraced')).toBeNull();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
  await startTracing({ serviceName: 'test', release: '1.2.3' });
  expect(isTracing()).toBe(true);

  let handedOn: string | null = null;
  await inSpan('request', { kind: 'server', parent: writeTraceparent(press) }, async () => {
    await inClientSpan('statement', { 'db.system.name': 'postgresql' }, async (span) => {
      span?.setAttribute('mindbot.charged_ms', 1_234);
    });
    handedOn = traceparentOf();
    await inSpan('refused', {}, () => {
      throw new TypeError('no mail to ada@example.com');
    }).catch(() => {});
  });
  await inClientSpan('statement of nobody', {}, async () => {});
  const job = beginSpan('job', { kind: 'consumer', parent: handedOn });
  setFallbackSpan(job);
  // As after a callback of native code: nothing is around, and the job is.
  noteInTrace('first_audio', { afterStartMs: 900 });
  await inClientSpan('statement of the job', {}, async () => {});
  expect(traceIdOf()).toBe(press.traceId);
  recordForeignSpan({
    serviceName: 'web',
    name: 'press',
    origin: press,
    parentSpanId: null,
    startedAtMs: Date.now() - 500,
    endedAtMs: Date.now(),
  });
  job?.end();
  setFallbackSpan(null);
  await stopTracing();
});
afterAll(() => collector.stop());

test('what a request caused is in the trace its client began', () => {
  const names = ['press', 'request', 'statement', 'refused', 'job', 'statement of the job'];
  expect(collector.spans.map(({ name }) => name).sort()).toEqual(names.sort());
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([press.traceId]));
  expect(spanOf('press')).toMatchObject({ service: 'web', ...press, parentSpanId: null });
  expect(spanOf('request')).toMatchObject({ service: 'test', parentSpanId: press.spanId });
  for (const name of ['statement', 'refused', 'job']) {
    expect(spanOf(name)?.parentSpanId).toBe(spanOf('request')?.spanId);
  }
});

test('what lost its context belongs to the job', () => {
  expect(spanOf('statement of the job')?.parentSpanId).toBe(spanOf('job')?.spanId);
  expect(spanOf('job')?.events).toEqual(['first_audio']);
});

test('figures are numbers, and a foreign span lasts as long as it did', () => {
  expect(spanOf('statement')?.attributes['mindbot.charged_ms']).toBe(1_234);
  expect(spanOf('press')?.durationMs).toBeCloseTo(500, -1);
});

test('a failure is marked with its kind, and no personal data', () => {
  expect(spanOf('refused')).toMatchObject({
    hasFailed: true,
    attributes: { 'error.type': 'TypeError' },
  });
  expect(collector.bodies.join('')).not.toContain('ada@');
});

test.each([
  [undefined],
  [''],
  ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331'],
  ['00-00000000000000000000000000000000-b7ad6b7169203331-01'],
  ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01'],
  ['00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01'],
  ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'*/"],
])('%s is no trace context', (text) => {
  expect(readTraceparent(text)).toBeNull();
});
