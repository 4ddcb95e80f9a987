// Reads from the agent's log where the time between a question and its answer went.

/** Stages of one answer, in milliseconds; null where a stage took no part. */
export interface AnswerStages {
  /** End of speech to the turn being over, recognition included. */
  endOfTurnMs: number | null;
  /** End of speech to its text. */
  transcriptionMs: number | null;
  llmFirstTokenMs: number | null;
  ttsFirstByteMs: number | null;
}

const MESSAGE = 'agent answered';

/** The log entries of one message, oldest first; lines that are not JSON are passed over. */
export const readEntries = (lines: readonly string[], message: string): Record<string, unknown>[] =>
  lines.map(parse).filter((entry) => entry !== null && entry.msg === message) as never;

/** The answers in some log lines, oldest first. */
export function readAnswerStages(lines: readonly string[]): AnswerStages[] {
  return readEntries(lines, MESSAGE).map((entry) => {
    const milliseconds = (name: keyof AnswerStages): number | null =>
      typeof entry[name] === 'number' ? entry[name] : null;
    return {
      endOfTurnMs: milliseconds('endOfTurnMs'),
      transcriptionMs: milliseconds('transcriptionMs'),
      llmFirstTokenMs: milliseconds('llmFirstTokenMs'),
      ttsFirstByteMs: milliseconds('ttsFirstByteMs'),
    };
  });
}

function parse(line: string): Record<string, unknown> | null {
  const start = line.indexOf('{');
  if (start === -1) return null;
  try {
    return JSON.parse(line.slice(start));
  } catch {
    return null;
  }
}
