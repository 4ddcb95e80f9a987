// Keeps one Python recognizer warm, hands it recordings in turn, and starts another when it dies.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Hypothesis } from './choose-hypothesis.ts';
import type { Vocabulary } from './repair-phrase.ts';

/** Which model hears: the one of demo phrases, or free dictation. */
export type Search = 'phrases' | 'dictation';

/** A recognizer process. */
export type DecoderProcess = {
  /** How many recordings wait or are being heard. */
  pendingCount: () => number;
  /** Whether it is warm now; between death and restart it is not. */
  isReady: () => boolean;
  /** Resolves once the first process is warm, with the words of the phrases and their sounds. */
  ready: Promise<Vocabulary>;
  /** @throws {Error} when the process dies or takes too long over this recording. */
  decode: (search: Search, pcm16: Int16Array) => Promise<Hypothesis>;
  stop: () => Promise<void>;
};

const SCRIPT = join(import.meta.dirname, 'decoder.py');
const DECODE_TIMEOUT_MS = 60_000;
const RESTART_DELAY_MS = 1_000;

type Waiting = {
  resolve: (hypothesis: Hypothesis) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
};

const readVocabulary = (sounds: Record<string, string>): Vocabulary =>
  new Map(Object.entries(sounds).map(([word, phones]) => [word, phones.split(/\s+/)]));

/** Starts a recognizer that learns the sentences of a file, one per line. */
export function startDecoderProcess(python: string, sentencesPath: string): DecoderProcess {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isStopping = false;
  let isReady = false;
  let child: ChildProcess;
  let childReady = Promise.withResolvers<Vocabulary>();
  let restartTimer: NodeJS.Timeout | undefined;

  const failAll = (message: string) => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new Error(message));
    }
    waiting.clear();
  };

  const receive = (line: string) => {
    const { id, ready, vocabulary, error, ...hypothesis } = JSON.parse(line);
    if (ready) {
      isReady = true;
      return childReady.resolve(readVocabulary(vocabulary));
    }
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    clearTimeout(entry.timer);
    if (error) entry.reject(new Error(`The recognizer failed: ${error}`));
    else entry.resolve(hypothesis);
  };

  const start = () => {
    childReady = Promise.withResolvers<Vocabulary>();
    // Nobody may be waiting for it; whoever is gets the rejection all the same.
    childReady.promise.catch(() => {});
    child = spawn(python, ['-u', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin?.on('error', () => {}); // Its exit is noticed below.
    child.stdin?.write(`${JSON.stringify({ sentences: sentencesPath })}\n`);
    if (child.stdout) createInterface({ input: child.stdout }).on('line', receive);
    child.once('error', (error) => childReady.reject(error));
    child.once('close', (code) => {
      const message = `The recognizer ended with code ${code}.`;
      isReady = false;
      childReady.reject(new Error(message));
      failAll(message);
      if (!isStopping) restartTimer = setTimeout(start, RESTART_DELAY_MS);
    });
  };
  start();

  return {
    pendingCount: () => waiting.size,
    isReady: () => isReady,
    ready: childReady.promise,
    decode: async (search, pcm16) => {
      await childReady.promise;
      lastId += 1;
      const id = lastId;
      const { promise, resolve, reject } = Promise.withResolvers<Hypothesis>();
      const timer = setTimeout(() => child.kill('SIGKILL'), DECODE_TIMEOUT_MS);
      waiting.set(id, { resolve, reject, timer });
      child.stdin?.write(`${JSON.stringify({ id, search, bytes: pcm16.byteLength })}\n`);
      child.stdin?.write(Buffer.from(pcm16.buffer, pcm16.byteOffset, pcm16.byteLength));
      return promise;
    },
    stop: async () => {
      isStopping = true;
      clearTimeout(restartTimer);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL'); // It holds nothing that could be lost.
      await closed;
    },
  };
}
