// What a call consumed and how quickly it was answered, as operators and the ledger are told.
import { EventEmitter } from 'node:events';
import { metrics, voice } from '@livekit/agents';
import { beforeEach, expect, test } from 'vitest';
import { quietLogger } from './quiet-logger.ts';
import { UsageRecorder } from './usage.ts';

const { ConversationItemAdded, FunctionToolsExecuted } = voice.AgentSessionEventTypes;

let session: EventEmitter;
let usage: UsageRecorder;
let lines: ReturnType<typeof quietLogger>['lines'];

beforeEach(() => {
  const quiet = quietLogger();
  lines = quiet.lines;
  session = new EventEmitter();
  usage = new UsageRecorder(new metrics.ModelUsageCollector(), quiet.logger);
  usage.follow(session as never);
});

const said = (role: string, report: object) =>
  session.emit(ConversationItemAdded, { item: { type: 'message', role, metrics: report } });

test('logs the latency of an answer, split by its stages', () => {
  said('user', { endOfTurnDelay: 0.4, transcriptionDelay: 0.35 });
  said('assistant', { llmNodeTtft: 0.12, ttsNodeTtfb: 0.08, e2eLatency: 0.61 });
  expect(lines).toMatchObject([
    {
      msg: 'agent answered',
      endOfTurnMs: 400,
      transcriptionMs: 350,
      llmFirstTokenMs: 120,
      ttsFirstByteMs: 80,
      totalMs: 610,
    },
  ]);
});

test('sums up answers and tools; what the agent says unasked is no answer', () => {
  said('assistant', {});
  for (const e2eLatency of [0.5, 0.9, 0.7]) said('assistant', { e2eLatency });
  session.emit(FunctionToolsExecuted, { functionCalls: [{}, {}] });
  expect(usage.summary()).toMatchObject({
    answers: 3,
    answerMedianMs: 700,
    answerP95Ms: 900,
    toolCalls: 2,
    sttAudioMs: 0,
    models: [],
  });
});

test('a call without an answer has no latency', () => {
  expect(usage.summary()).toMatchObject({ answers: 0, answerMedianMs: null, answerP95Ms: null });
});
