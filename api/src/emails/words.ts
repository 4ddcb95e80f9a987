// Money, time and dates in words, as notices and mails show them.

const LOCALE = 'en';
const hourMs = 3_600_000;
const minuteMs = 60_000;
const number = new Intl.NumberFormat(LOCALE);
const date = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });
const dateAndTime = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** An amount of minor units: 450 and `EUR` make "€4.50". */
export function formatMoney(amountMinor: number, currency: string): string {
  const money = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
  const { maximumFractionDigits = 2 } = money.resolvedOptions();
  return money.format(amountMinor / 10 ** maximumFractionDigits);
}

/** Time, rounded down to its own unit as every shown balance is: "1 h 12 min", "24 min", "45 s". */
export function formatTime(ms: number): string {
  if (ms < minuteMs) return `${number.format(Math.floor(Math.max(0, ms) / 1_000))} s`;
  const hours = Math.floor(ms / hourMs);
  const minutes = Math.floor((ms % hourMs) / minuteMs);
  const parts = [
    ...(hours > 0 ? [`${number.format(hours)} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
  ];
  return parts.join(' ');
}

/** A day, where the hour does not matter: "November 28, 2026". */
export const formatDay = (moment: Date): string => date.format(moment);

/** A moment; we do not know where its reader is: "November 28, 2026 at 2:05 PM UTC". */
export const formatMoment = (moment: Date): string => `${dateAndTime.format(moment)} UTC`;

/** A saved card as its owner knows it: "Visa ··4242"; the gateway's own words for the brand. */
export const formatCard = (brand: string, last4: string): string =>
  `${brand.charAt(0).toUpperCase()}${brand.slice(1)} ··${last4}`;
