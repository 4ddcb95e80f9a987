// Money as text with a decimal point, which some gateways speak, without ever meeting a float.

/** How many digits of a currency stand behind the point. */
function digitsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

/** Minor units as a decimal: 1560 EUR is `15.60`. */
export function toDecimal(amountMinor: number, currency: string): string {
  const digits = digitsOf(currency);
  const padded = String(amountMinor).padStart(digits + 1, '0');
  return digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** A decimal in minor units, the rest of a minor unit dropped; null when it is no amount. */
export function fromDecimal(text: string, currency: string): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,12})(?:\.(\d{1,18}))?$/.exec(text) ?? [];
  if (whole === '') return null;
  const digits = digitsOf(currency);
  return Number(`${whole}${fraction.padEnd(digits, '0').slice(0, digits)}`);
}
