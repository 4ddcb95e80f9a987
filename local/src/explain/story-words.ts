// Says each line of a call's story in plain words.
import type { StoryLine } from './read-story.ts';

/** Milliseconds as people say them: `0.4 s`, `41.2 s`, `3 min 5.0 s`. */
export function inSeconds(durationMs: number): string {
  const sign = durationMs < 0 ? '-' : '';
  const tenths = Math.round(Math.abs(durationMs) / 100);
  const minutes = Math.floor(tenths / 600);
  const seconds = ((tenths % 600) / 10).toFixed(1);
  return minutes > 0 ? `${sign}${minutes} min ${seconds} s` : `${sign}${seconds} s`;
}

/** Why a clock stood still, or a call ended, in words. */
export const reasonWords: Record<string, string> = {
  user_lost: 'the caller was not connected',
  provider_down: 'a provider was away',
  no_agent: 'no agent was there',
  handed_over: 'another agent took over',
};

const text = (value: unknown, otherwise: string) =>
  typeof value === 'string' && value !== '' ? value : otherwise;
const span = (value: unknown) => inSeconds(Number(value ?? 0));

const words: Record<string, (detail: Record<string, unknown>, line: StoryLine) => string> = {
  created: () => 'the call was asked for, and time was held for it',
  dispatched: ({ requestId }) =>
    `an agent was sent${requestId ? ` (request ${String(requestId)})` : ''}`,
  activated: ({ isResumed }) =>
    isResumed ? 'a new agent took the call over' : 'an agent took the call',
  fenced: ({ hadAgent }, { source }) =>
    source === 'agent'
      ? 'the agent handed the call over'
      : `an agent was replaced: ${hadAgent ? 'it had stopped reporting' : 'it never came'}`,
  end_requested: ({ reason }) => `the end was asked for: ${String(reason)}`,
  captured: (detail) => `the call ended: ${endWords(detail)}`,
  released: (detail) => `the call ended without charge: ${String(detail.reason)}`,
  expired: (detail) => `the lease ran out and the call was ended: ${endWords(detail)}`,
  joined: () => 'caller and agent are together: the clock runs',
  first_audio: ({ afterStartMs }) => `first sound, ${span(afterStartMs)} after the job began`,
  paused: ({ reason }) =>
    `the clock stands still: ${reasonWords[String(reason)] ?? String(reason)}`,
  resumed: ({ pausedMs }) => `the clock runs again, after ${span(pausedMs)}`,
  provider_down: ({ stage, error }) =>
    `${text(stage, 'a provider')} failed: ${text(error, 'no reason given')}`,
  provider_up: ({ stage, downMs }) =>
    `${text(stage, 'a provider')} works again, after ${span(downMs)}`,
  tool_failed: ({ tool }) => `tool ${text(tool, 'of no name')} failed`,
  report_failed: ({ error }) => `a report found no ledger: ${text(error, 'no reason given')}`,
  report_recovered: ({ awayMs }) => `the ledger answers again, after ${span(awayMs)}`,
  session_failed: ({ error }) => `the agent itself failed: ${text(error, 'no reason given')}`,
  goodbye: ({ remainingMs }) => `the agent says goodbye, with ${span(remainingMs)} left`,
  overshot: ({ overshotMs }) =>
    `the call went on ${span(overshotMs)} past what was held, at no charge`,
};

const endWords = ({ reason, chargedMs, reports }: Record<string, unknown>) =>
  `${String(reason)}, ${span(chargedMs)} charged after ${Number(reports ?? 0)} reports`;

/** Kinds that mean that something is wrong. */
const troubleKinds = new Set([
  'expired',
  'provider_down',
  'tool_failed',
  'report_failed',
  'session_failed',
  'overshot',
]);

/** Whether a line tells of trouble. */
export const isTrouble = (line: StoryLine): boolean =>
  troubleKinds.has(line.kind) || (line.kind === 'fenced' && line.source !== 'agent');

/** A line in words. */
export const inWords = (line: StoryLine): string =>
  words[line.kind]?.(line.detail, line) ?? line.kind;
