// Turns milliseconds and timestamps into the words of ui.md §5: balances round down, usage adds up.
import { unitsCopy } from './copy/units.ts';
import { fillMessage, LOCALE } from './message.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const twoDigits = new Intl.NumberFormat(LOCALE, { minimumIntegerDigits: 2 });

type Parts = { hours: number; minutes: number; seconds: number };

/** Whole seconds of an amount, rounded down, as every shown balance is. */
export function wholeSeconds(ms: number): number {
  return Math.floor(Math.max(0, ms) / 1000);
}

/** A balance, rounded down to its own unit: "1 h 12 min", "24 min", "45 s". */
export function formatBalance(ms: number): string {
  const parts = toParts(wholeSeconds(ms));
  if (ms >= hourMs)
    return fillMessage(parts.minutes ? unitsCopy.hoursMinutes : unitsCopy.hours, parts);
  return fillMessage(ms >= minuteMs ? unitsCopy.minutes : unitsCopy.seconds, parts);
}

/** A balance as a screen reader should say it: "1 hour 12 minutes". */
export function formatSpokenBalance(ms: number): string {
  const parts = toParts(wholeSeconds(ms));
  if (ms >= hourMs) {
    const { spokenHours, spokenHoursMinutes } = unitsCopy;
    return fillMessage(parts.minutes ? spokenHoursMinutes : spokenHours, parts);
  }
  return fillMessage(ms >= minuteMs ? unitsCopy.spokenMinutes : unitsCopy.spokenSeconds, parts);
}

/** Whole seconds in full: "6 min 24 s", "10 min", "1 h 0 min 5 s". */
export function formatSeconds(totalSeconds: number): string {
  const parts = toParts(totalSeconds);
  if (parts.seconds === 0 && totalSeconds > 0) return formatBalance(totalSeconds * 1000);
  if (parts.hours > 0) return fillMessage(unitsCopy.hoursMinutesSeconds, parts);
  return fillMessage(parts.minutes > 0 ? unitsCopy.minutesSeconds : unitsCopy.seconds, parts);
}

/** The time of a call, rounded to the nearest second: "6 min 24 s". */
export function formatUsage(ms: number): string {
  return formatSeconds(Math.round(Math.max(0, ms) / 1000));
}

/** The time left in a call: "6:41", and "1 h 12 min" from an hour on. Rounds down. */
export function formatClock(ms: number): string {
  if (ms >= hourMs) return formatBalance(ms);
  const { minutes, seconds } = toParts(wholeSeconds(ms));
  return `${minutes}:${twoDigits.format(seconds)}`;
}

/** The time left in a call as a screen reader should say it: "6 minutes 41 seconds". */
export function formatSpokenClock(ms: number): string {
  const parts = toParts(wholeSeconds(ms));
  if (ms >= hourMs) return formatSpokenBalance(ms);
  if (parts.minutes > 0 && parts.seconds > 0) {
    return fillMessage(unitsCopy.spokenMinutesSeconds, parts);
  }
  if (parts.minutes > 0) return fillMessage(unitsCopy.spokenMinutes, parts);
  return fillMessage(unitsCopy.spokenSeconds, parts);
}

/** The start, the use and the rest of a balance in whole seconds that add up: before − used = left. */
export function splitBalance(beforeMs: number, afterMs: number) {
  const beforeSeconds = wholeSeconds(beforeMs);
  const leftSeconds = wholeSeconds(afterMs);
  return { beforeSeconds, usedSeconds: beforeSeconds - leftSeconds, leftSeconds };
}

/**
 * Whole seconds for parts of a whole, so that what is shown of each adds up to what is shown of all:
 * each part is rounded down, and the seconds left over go to the parts that lost most.
 */
export function splitSeconds(totalSeconds: number, partsMs: readonly number[]): number[] {
  const seconds = partsMs.map((ms) => Math.floor(ms / 1000));
  const lost = partsMs.map((ms, index) => ({ index, ms: ms % 1000 })).sort((a, b) => b.ms - a.ms);
  let leftOver = totalSeconds - seconds.reduce((sum, each) => sum + each, 0);
  for (const { index } of lost) {
    if (leftOver <= 0) break;
    seconds[index] = (seconds[index] ?? 0) + 1;
    leftOver -= 1;
  }
  return seconds;
}

/** A day: "12 Mar", with the year when it is not the current one. */
export function formatDay(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const isThisYear = date.getFullYear() === now.getFullYear();
  const year = isThisYear ? undefined : 'numeric';
  return new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year }).format(date);
}

/** A time of day: "14:05". */
export function formatTime(iso: string): string {
  return new Intl.DateTimeFormat(LOCALE, { hour: 'numeric', minute: '2-digit' }).format(
    new Date(iso),
  );
}

/** An amount of money, given in the smallest unit of its currency: "€9.00". */
export function formatMoney(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
  return format.format(amountMinor / 10 ** fractionDigits(currency));
}

/** What a minute costs, to a tenth of the smallest unit where it does not come out even: "€0.15". */
export function formatMinutePrice(amountMinor: number, timeMs: number, currency: string): string {
  const digits = fractionDigits(currency);
  const price = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits + 1,
  });
  return price.format((amountMinor * minuteMs) / timeMs / 10 ** digits);
}

function fractionDigits(currency: string): number {
  const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

function toParts(totalSeconds: number): Parts {
  const hours = Math.floor(totalSeconds / 3600);
  const minutes = Math.floor((totalSeconds % 3600) / 60);
  return { hours, minutes, seconds: totalSeconds % 60 };
}
