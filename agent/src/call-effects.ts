// What the meter can make happen in a call; the runner knows no LiveKit, only this.
import type { CallEvent } from '@mindbot/platform/call-events';
import type { EndedReason } from '@mindbot/platform/ended-reasons';
import type { GoodbyeKind, PausedReason } from './meter-types.ts';

/** The live time, before the publisher stamps it. */
export interface TimeSnapshot {
  remainingMs: number;
  usedMs: number;
  isCounting: boolean;
  pausedReason: PausedReason | null;
}

/** The room and the voice of a call. None of these may throw for long: the runner catches. */
export interface CallEffects {
  /** `isChange` asks for the agent's attributes too, for clients that join late. */
  publishTime: (snapshot: TimeSnapshot, options: { isChange: boolean }) => void;
  publishEvent: (event: CallEvent) => Promise<void>;
  sayLowTime: (remainingMs: number) => void;
  sayTimeAdded: (remainingMs: number, options: { wasLeaving: boolean }) => void;
  sayServiceBack: () => void;
  askPresence: () => void;
  /** Synthesizes the goodbye; resolves with its length in milliseconds. */
  prepareGoodbye: (kind: GoodbyeKind) => Promise<number>;
  /** Resolves when the goodbye was heard or stopped. */
  sayGoodbye: (kind: GoodbyeKind) => Promise<void>;
  stopSpeech: () => void;
  /** Leaves the room, deleting it unless another agent carries the call on. */
  leave: (end: { reason: EndedReason; isRoomOurs: boolean }) => Promise<void>;
}
