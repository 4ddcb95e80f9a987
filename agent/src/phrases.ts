// The sentences the agent says on its own, not the model's: short, because they are paid for.
import type { GoodbyeKind } from './meter-types.ts';

const secondsPerMinute = 60;

/** A duration as people say it: "9 minutes and 5 seconds". */
export function exactDuration(durationMs: number): string {
  const totalSeconds = Math.max(0, Math.floor(durationMs / 1_000));
  const minutes = Math.floor(totalSeconds / secondsPerMinute);
  const seconds = totalSeconds % secondsPerMinute;
  const count = (amount: number, unit: string) => `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  if (minutes === 0) return count(seconds, 'second');
  if (seconds === 0) return count(minutes, 'minute');
  return `${count(minutes, 'minute')} and ${count(seconds, 'second')}`;
}

/** A duration as people guess it: "about 2 minutes", "about 30 seconds". */
export function roughDuration(durationMs: number): string {
  const minutes = Math.round(durationMs / 60_000);
  if (durationMs >= 90_000) return `about ${minutes} minutes`;
  if (durationMs >= 50_000) return 'about one minute';
  return `about ${Math.max(5, Math.round(durationMs / 5_000) * 5)} seconds`;
}

/** Everything the agent says by itself. */
export const phrases = {
  lowTime: (remainingMs: number) =>
    `Just so you know, you have ${roughDuration(remainingMs)} left.`,
  timeAdded: (remainingMs: number) =>
    `Your time was topped up. You have ${roughDuration(remainingMs)}.`,
  timeAddedWhileLeaving: 'Your time was topped up, so we can go on. Where were we?',
  serviceBack: 'I am back, so we can go on. Where were we?',
  askPresence: 'Are you still there?',
  resumed: 'Sorry, I was cut off for a moment. Please go on.',
  troubleAnswering: 'Sorry, I am having trouble answering. One moment, please.',
  troubleHearing: 'Sorry, I cannot hear you well right now. One moment, please.',
  cannotHear: 'I cannot hear you here, but you can type to me.',
  recovered: 'I am back. Could you say that again?',
  messageTooLong: 'That message is too long for me. Could you make it shorter?',
  goodbye: {
    out_of_time: 'Your time is up now. Thank you for calling, and goodbye.',
    max_length: 'We have reached the end of this call. Thank you, and goodbye.',
    service_lost: 'I am sorry, I have a problem on my side and must stop here. Goodbye.',
    idle: 'I will hang up now. Goodbye.',
  } satisfies Record<GoodbyeKind, string>,
};
