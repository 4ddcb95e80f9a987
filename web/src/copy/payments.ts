// The words of money on the account page: payments, cards, automatic top-ups and promo codes.

/** Copy of the list of payments. */
export const paymentsCopy = {
  none: 'Nothing bought yet. Every payment will be listed here with its receipt.',
  buy: 'Buy time',
  list: 'Payments',
  time: 'Time',
  loadMore: 'Earlier payments',
  receipt: 'Receipt',
  receiptOf: 'Receipt for {what}, {day} (opens in a new tab)',
  tryAgain: 'Try again',
  test: 'Test',
  card: '{brand} ··{last4}',
  several: '{count} × {name}',
  autoTopUp: '{name}, automatic',
  subscription: 'Subscription, {name}',
  subscriptionUnnamed: 'Subscription',
  unnamed: '{time} of time',
  free: 'Free',
} as const;

/** Where a payment stands, in a word or two. */
export const paymentStatusCopy = {
  pending: 'Not finished',
  processing: 'On its way',
  paid: 'Paid',
  failed: 'Failed',
  canceled: 'Canceled',
  expired: 'Not paid',
  review: 'Being checked',
  refunded: 'Refunded',
  partlyRefunded: '{amount} refunded',
  disputed: 'Disputed',
  disputeLost: 'Dispute lost',
} as const;

/** What a payment's standing means, where a word is not enough. */
export const paymentDetailCopy = {
  processing: 'Your bank takes its time. The minutes are added when the money arrives.',
  review: 'The money arrived, but not as ordered. We are looking at it.',
  disputed: 'The time of this payment is paused until the bank decides.',
  disputeWon: 'The dispute is settled. The time is yours again.',
  disputeLost: 'The bank gave the money back, so this time is gone.',
  failed: 'The payment did not go through.',
} as const;

/** Why a card was refused, by the gateway's code; other codes come with words of their own. */
export const declineCopy = {
  card_declined: 'Your bank declined the card.',
  generic_decline: 'Your bank declined the card.',
  insufficient_funds: 'There was not enough money on the card.',
  expired_card: 'The card has expired.',
  incorrect_cvc: 'The security code did not match.',
  authentication_required: 'Your bank wanted you to confirm this payment.',
  processing_error: 'Something failed between the banks.',
} as const;

/** Copy of the saved cards. */
export const savedCardsCopy = {
  none: 'No card is saved. You can save one while you buy.',
  expires: 'Expires {month}/{year}',
  expired: 'Expired {month}/{year}',
  remove: 'Remove',
  removeCard: 'Remove {card}',
  removeTitle: 'Remove {card}?',
  removeText: 'It is not charged again. Without a saved card, automatic top-up stops.',
  removeConfirm: 'Remove it',
  removed: '{card} was removed.',
} as const;

/** Copy of buying by itself when time runs low. */
export const autoTopUpCopy = {
  label: 'Top up by itself',
  hint: 'Off unless you turn it on. You are told of every charge.',
  sentence: 'Below {threshold} we charge {package} to {card}, at most {count} a month.',
  threshold: 'Time left at which we charge',
  package: 'Time card to buy',
  count: 'Most charges a month',
  times: '{count, plural, one {once} other {# times}}',
  packageChoice: '{price} for {time}',
  yourCard: 'your card',
  save: 'Save changes',
  saved: 'Saved.',
  turnedOn: 'Automatic top-up is on.',
  turnedOff: 'Automatic top-up is off.',
  used: 'Used {used} of {count, plural, one {# time} other {# times}} this month.',
  noCard: 'It needs a saved card. Buy time once and let the card be saved.',
  cardGone: 'There is no saved card any more, so nothing is charged.',
  addCard: 'Add a card by buying',
  noPackage: 'No time card holds more than this. Choose a lower limit.',
  failed:
    '{count, plural, one {The last charge} other {The last # charges}} failed. After three in a row it turns itself off.',
  disabled: {
    failures:
      'It turned itself off: three charges in a row failed. Check the card, then turn it on again.',
    no_card: 'It turned itself off because there is no saved card any more.',
    payment_reversed: 'It turned itself off because a payment was taken back.',
  },
  disabledOther: 'It was turned off.',
} as const;

/** Copy of giving a promo code. */
export const promoCodeCopy = {
  label: 'Promo code',
  redeem: 'Redeem',
  redeeming: 'Checking',
  hint: 'A code for free time counts at once.',
  missing: 'Enter a code.',
  granted: '{time} added. You have {left} now.',
  useAtBuy: 'This code lowers the price of a time card. Use it when you buy.',
  buyWithIt: 'Buy with {code}',
  failure: {
    promo_code_invalid: 'This code is not valid. Check the spelling.',
    promo_code_exhausted: 'This code has been used up.',
    rate_limited: 'Too many tries. Please wait an hour and try again.',
    validation_failed: 'This does not look like a code. Check the spelling.',
  },
} as const;
