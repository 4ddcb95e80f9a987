// The table of call states: how each looks, what it offers, and whether a screen reader hears of it.
import type { RingMode } from '../ring/ring-state.ts';
import type { CallStateKey } from './call-state.ts';

/** How a screen reader is told of a state; `silent` ones are only seen. */
export type Politeness = 'polite' | 'assertive' | 'silent';

/** What the one emphasized button of a state does. */
export type PrimaryAction =
  | 'talk'
  | 'buy_time'
  | 'cancel'
  | 'try_again'
  | 'mute'
  | 'unmute'
  | 'interrupt'
  | 'end'
  | 'add_time'
  | 'turn_on_microphone'
  | 'none';

/** One row of the table. */
export type CallStateRow = {
  ring: RingMode;
  politeness: Politeness;
  /** When the wait gets its second sentence, or, without one, is announced at last. */
  patienceMs?: number;
  /** Announced only once the wait outlasted its patience. */
  isAnnouncedLate?: boolean;
  primary: PrimaryAction;
  /** What stands in the ring before the word. */
  icon:
    | 'ear'
    | 'dots'
    | 'wave'
    | 'mic_off'
    | 'mic'
    | 'pause'
    | 'offline'
    | 'alert'
    | 'clock'
    | 'none';
};

const outline = { ring: 'outline', icon: 'none', primary: 'cancel' } as const;
const micProblem = {
  ring: 'outline',
  politeness: 'assertive',
  primary: 'try_again',
  icon: 'mic_off',
} as const;

/** Every state of a call, in the order of a call. */
export const CALL_STATES: Record<CallStateKey, CallStateRow> = {
  idle: { ring: 'solid', politeness: 'silent', primary: 'talk', icon: 'none' },
  idle_no_time: { ring: 'solid', politeness: 'assertive', primary: 'buy_time', icon: 'clock' },
  requesting_mic: { ...outline, politeness: 'polite', patienceMs: 8000, icon: 'mic' },
  mic_denied: micProblem,
  mic_missing: micProblem,
  mic_busy: micProblem,
  mic_unsupported: micProblem,
  failed: { ring: 'outline', politeness: 'assertive', primary: 'try_again', icon: 'alert' },
  connecting: { ...outline, politeness: 'polite' },
  waiting: { ...outline, politeness: 'polite', patienceMs: 8000 },
  agent_lost: { ring: 'dashed', politeness: 'assertive', primary: 'end', icon: 'pause' },
  paused: { ring: 'dashed', politeness: 'polite', primary: 'end', icon: 'pause' },
  listening: { ring: 'solid', politeness: 'silent', primary: 'mute', icon: 'ear' },
  typing_only: {
    ring: 'solid',
    politeness: 'silent',
    primary: 'turn_on_microphone',
    icon: 'mic_off',
  },
  thinking: {
    ring: 'solid',
    politeness: 'polite',
    primary: 'mute',
    icon: 'dots',
    patienceMs: 6000,
    isAnnouncedLate: true,
  },
  speaking: { ring: 'solid', politeness: 'silent', primary: 'interrupt', icon: 'wave' },
  interrupted: {
    ring: 'solid',
    politeness: 'silent',
    primary: 'mute',
    icon: 'ear',
    patienceMs: 4000,
  },
  muted: { ring: 'solid', politeness: 'polite', primary: 'unmute', icon: 'mic_off' },
  reconnecting: {
    ring: 'dashed',
    politeness: 'assertive',
    primary: 'end',
    icon: 'offline',
    patienceMs: 2000,
    isAnnouncedLate: true,
  },
  goodbye: { ring: 'solid', politeness: 'assertive', primary: 'add_time', icon: 'none' },
  ending: { ring: 'outline', politeness: 'silent', primary: 'none', icon: 'none' },
  ended: { ring: 'solid', politeness: 'silent', primary: 'none', icon: 'none' },
};
