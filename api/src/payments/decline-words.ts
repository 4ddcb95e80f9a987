// Says in plain words why a card was declined, and what to do, without giving away a suspicion.

const WORDS: Record<string, string> = {
  insufficient_funds: 'There is not enough money on this card. Try another one.',
  expired_card: 'This card has expired. Try another one.',
  incorrect_cvc: 'The security code of the card is not right. Check it and try again.',
  invalid_cvc: 'The security code of the card is not right. Check it and try again.',
  incorrect_number: 'The number of the card is not right. Check it and try again.',
  invalid_number: 'The number of the card is not right. Check it and try again.',
  invalid_expiry_month: 'The expiry date of the card is not right. Check it and try again.',
  invalid_expiry_year: 'The expiry date of the card is not right. Check it and try again.',
  incorrect_zip: 'The postal code does not belong to this card. Check it and try again.',
  authentication_required: 'Your bank wants to ask you first. Pay again and confirm it there.',
  card_not_supported: 'This card cannot be used for this purchase. Try another one.',
  currency_not_supported: 'This card cannot pay in this currency. Try another one.',
  card_velocity_exceeded: 'This card has reached its limit. Try another one.',
  withdrawal_count_limit_exceeded: 'This card has reached its limit. Try another one.',
  processing_error: 'The bank made a mistake. Try again in a moment.',
  issuer_not_available: 'Your bank does not answer. Try again in a moment.',
  try_again_later: 'Your bank does not answer. Try again in a moment.',
};

/** What a buyer is told. A card reported stolen is declined as any other: by the bank. */
export function describeDecline(code: string): string {
  return WORDS[code] ?? 'The bank declined the card and gave no reason. Try another one.';
}
