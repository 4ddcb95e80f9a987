// Judges from the words alone whether a caller's sentence can be over: pure, English, and modest.
import type { AgentEnvironment } from './environment.ts';

/** What the words say: certainly unfinished, quite possibly finished, or nothing either way. */
export type TurnText = 'open' | 'complete' | 'unclear';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Nobody ends a sentence with these. */
const openers = words(
  'a an the my your his her its our their this these those and or but because so if when while ' +
    'although that than as of in on at to for from with about into by per i we he she they who ' +
    'whose which am is are was were be been do does did have has had will would can could ' +
    'should may might must not very really just um uh er hmm like also then',
);
const askers = words('what when where why who how which');
const helpers = words(
  'am is are was were do does did have has had will would can could should may might must',
);
const subjects = words('i you we he she it they this that there');
/** Whole turns as they stand. */
const shortTurns = words(
  'yes yeah yep no nope ok okay hello hi hey stop wait thanks goodbye bye sure right exactly ' +
    'correct please continue help',
);

/** Splits into bare words, lower case. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

/** "how many minutes do i have left" is a question with verb and subject; "how many minutes" not. */
function isWholeQuestion(all: readonly string[]): boolean {
  const helperAt = all.findIndex((word) => helpers.has(word));
  if (helperAt < 0) return false;
  const asks = all.slice(0, helperAt).some((word) => askers.has(word)) || helperAt === 0;
  return asks && subjects.has(all[helperAt + 1] ?? '') && all.length > helperAt + 2;
}

/** Judges the words of a turn so far. Other languages than English are judged by signs alone. */
export function judgeTurnText(text: string, language: string): TurnText {
  const trimmed = text.trim();
  if (/(\.\.\.|…|[,;:-])$/.test(trimmed)) return 'open';
  if (trimmed.endsWith('?')) return 'complete';
  if (!language.toLowerCase().startsWith('en')) return 'unclear';
  const all = wordsOf(trimmed);
  const last = all.at(-1);
  if (last === undefined) return 'unclear';
  if (all.length <= 2 && all.every((word) => shortTurns.has(word))) return 'complete';
  if (isWholeQuestion(all)) return 'complete';
  if (openers.has(last)) return 'open';
  const asks = askers.has(all[0] ?? '');
  return asks && !all.some((word) => helpers.has(word)) ? 'open' : 'unclear';
}

/** How sure the sound must be of the end, as a share of the detector's own threshold. */
const thresholdShare: Record<TurnText, number> = { complete: 0.4, unclear: 0.9, open: 2.2 };

/** When a turn of such words is taken for ended. */
export interface TurnPatience {
  /** The sound's probability from which the least delay is enough. */
  threshold: number;
  /** The delay below that, milliseconds. */
  doubtDelayMs: number;
}

/** Combines what the words say with the sound detector's own threshold. */
export function patienceFor(
  judged: TurnText,
  soundThreshold: number,
  settings: Pick<AgentEnvironment, 'ENDPOINTING_DOUBT_DELAY_MS' | 'ENDPOINTING_MAX_DELAY_MS'>,
): TurnPatience {
  const doubtDelayMs =
    judged === 'open' ? settings.ENDPOINTING_MAX_DELAY_MS : settings.ENDPOINTING_DOUBT_DELAY_MS;
  return { threshold: Math.min(0.95, soundThreshold * thresholdShare[judged]), doubtDelayMs };
}
