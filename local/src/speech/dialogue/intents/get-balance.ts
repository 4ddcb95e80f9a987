// Answers how much time is left, by asking the tool that knows.
import type { ToolResult } from '../conversation.ts';
import { durationInWords } from '../duration-in-words.ts';
import { type Intent, offers } from '../intent.ts';

const TOOL = 'get_balance';
const ASKED =
  /\bhow (?:many|much)(?: more)? (?:minutes?|time|seconds?|balance)\b(?!.*\b(?:cost|take|does)\b)|\b(?:my|the|remaining) (?:balance|remaining time|time left)\b|\b(?:minutes|time|seconds) (?:is |are |do i have )?(?:left|remaining)\b|\b(?:what|check|tell).*\bbalance\b|^balance$|\btime do i have\b/;

/** Any number of milliseconds or seconds the tool names as what remains. */
function remainingMsIn(data: Record<string, unknown>): number | null {
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== 'number' || !/remaining|available|balance|left/i.test(key)) continue;
    if (/ms$|milliseconds$/i.test(key)) return value;
    if (/seconds$/i.test(key)) return value * 1000;
    if (/minutes$/i.test(key)) return value * 60_000;
  }
  return null;
}

function tell({ data, text }: ToolResult): string {
  const remainingMs = remainingMsIn(data);
  if (remainingMs !== null) return `You have ${durationInWords(remainingMs)} left.`;
  if (typeof data.remaining === 'string') return `You have ${data.remaining} left.`;
  return text === '' ? 'I could not find out how much time you have left.' : text;
}

/** The remaining time. */
export const getBalance: Intent = {
  name: 'get_balance',
  matches: (conversation) => offers(conversation, TOOL) && ASKED.test(conversation.heard),
  reply: () => ({ call: { name: TOOL, arguments: {} } }),
  tool: { name: TOOL, tell },
};
