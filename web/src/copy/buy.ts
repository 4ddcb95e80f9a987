// The words of buying time: what there is, what it costs, and what came of paying.

/** Copy of the page and of the choice of time cards. */
export const buyCopy = {
  title: 'Buy time',
  balance: 'Time left',
  nextExpiry: 'Next use-by date',
  noExpiry: 'None',
  choose: 'Choose a time card',
  perMinute: '{price}/min',
  useBy: 'Use by {day}',
  neverEnds: 'Does not end',
  nothingOnSale: 'No time cards are on sale at the moment. What you have stays yours.',
  billedTitle: 'What counts',
  billed:
    'Time counts by the second while an agent is with you, including silence, mute and typing.',
  notBilledTitle: 'What does not',
  notBilled: 'Connecting, waiting, lost agent, reconnecting, history.',
  autoTopUp: 'Never run out: set up automatic top-up',
  backToTalk: 'Back to Talk',
  buyMore: 'Buy more',
} as const;

/** Copy of the promo field. */
export const promoCopy = {
  label: 'Promo code',
  open: 'I have a promo code',
  apply: 'Apply',
  remove: 'Remove {code}',
  applied: '{code} is applied.',
  redeemed: '{time} added. Enjoy!',
  promo_code_invalid: 'This code is not valid here. Check the spelling.',
  promo_code_exhausted: 'This code has been used up.',
  promo_code_needs_purchase: 'This code does not work with this time card. Try another.',
  rate_limited: 'That were many tries. Please wait a while before the next one.',
} as const;

/** Copy of the summary of an order. */
export const summaryCopy = {
  title: 'Your order',
  total: 'Total',
  details: '{time} · {perMinute} · {tax}',
  taxIncluded: 'VAT included',
  noTax: 'final price',
  firm: 'This price holds until {time}.',
  changed: 'The price was updated. Please look again before you pay.',
  continue: 'Continue to payment',
  free: 'Get it for free',
  payWith: 'Pay {price} with {card}',
  otherWay: 'Pay another way',
  working: 'One moment…',
} as const;

/** Copy of the form of payment. */
export const checkoutCopy = {
  title: 'Payment',
  form: 'Form of payment',
  bank: 'Confirmation by your bank',
  bankText: 'Your bank wants to see that it is you.',
  loading: 'Loading the form of payment.',
  notLoaded: 'The form of payment could not be loaded.',
  cancel: 'Cancel',
  backToCall: 'Back to call',
  newTab: 'Open in a new tab',
  newTabWarning:
    'In a new tab your phone may pause the sound of the call. The call goes on, and time counts.',
  newTabAnyway: 'Open anyway',
  stay: 'Stay here',
  inOtherTab: 'Pay in the other tab. This page follows by itself.',
  goToPayment: 'Go to payment',
  sandbox: 'Test mode. No real money. Use card 4242 4242 4242 4242.',
} as const;

/** What came of a payment: a title, and where needed a sentence. */
export const purchaseCopy = {
  waiting: 'Payment received. Adding your time.',
  processing: 'Your bank is working on the payment.',
  processingText: 'Your time is added as soon as the money arrives. You may leave this page.',
  unsettled: 'This payment is not finished.',
  unsettledText: 'If you have paid, it will show here by itself. Nothing is charged twice.',
  looking: 'Looking at your payment.',
  added: '{time} added.',
  addedText: 'You now have {left}.',
  declined: 'The payment did not go through.',
  declinedText: '{reason} Nothing was charged. Try again, or use another card.',
  nothingCharged: 'Nothing was charged.',
  canceled: 'The payment was canceled.',
  expired: 'The payment was not made in time.',
  review: 'We are checking this payment.',
  reviewText: 'The money arrived, but not as ordered. You need not pay again: we will sort it out.',
  unknown: 'We do not know yet whether the payment went through.',
  unknownText: 'Trying again is safe: nothing is charged twice.',
  tryAgain: 'Try again',
  startOver: 'Start over',
  talk: 'Talk',
  talkAgain: 'Talk again',
  receipt: 'Receipt (opens in a new tab)',
  closeTab: 'You can close this tab and go on in the other one.',
} as const;

/** Copy of buying in a call. */
export const topUpCopy = {
  title: 'Add time',
  add: 'Add time {price}',
  addFree: 'Add time for free',
  savedCard: 'Paid with {card}',
  otherCard: 'Use another card',
} as const;

/** Why nothing could be ordered, by the code of the sdk's error. */
export const buyFailureCopy = {
  package_not_found: 'This time card is not here any more. Choose another.',
  package_not_on_sale: 'This time card is not on sale any more. Choose another.',
  quote_not_found: 'The price was updated. Please look again before you pay.',
  quote_expired: 'The price was updated. Please look again before you pay.',
  promo_code_invalid: 'The promo code is not valid here any more.',
  promo_code_exhausted: 'The promo code has been used up.',
  payments_unavailable: 'Payments are not possible right now. Nothing was charged.',
  saved_card_missing: 'There is no saved card any more. Pay another way.',
  too_many_pending_payments: 'You have begun many payments. Finish one, or wait a while.',
  gateway_not_available: 'This way to pay is not available. Choose another.',
  not_found: 'We could not find this payment.',
} as const;
