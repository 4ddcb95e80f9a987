// The words of subscriptions: plans, what a change does, and minutes beyond the plan.

/** Copy of the subscription section. */
export const subscriptionCopy = {
  intro: 'A plan puts time on your account every month. Time cards work with or without one.',
  noPlans: 'There are no plans at the moment. Time cards work without one.',
  plans: 'Plans',
  price: '{price} a month',
  included: '{time} every month',
  perMinute: '{price}/min',
  rollover: 'Keeps up to {time} you did not use',
  noRollover: 'Unused time ends with the month',
  overage: 'Then {price} a minute, up to a limit you set',
  noOverage: 'Stops when the time is used; time cards still work',
  subscribe: 'Subscribe',
  subscribeTo: 'Subscribe to {name}',
  current: 'Your plan',
  checkoutTitle: 'Subscribe to {name}',
  back: 'Back to the plans',
  begun: 'You are subscribed to {name}.',
  confirming: 'Payment received. Adding your time.',
  payElsewhere: 'Pay in a new tab',
} as const;

/** Copy of the subscription one has. */
export const currentPlanCopy = {
  period: 'This period',
  periodDays: '{start} to {end}',
  noPeriod: 'Not begun yet',
  renews: 'Renews on {day} for {price}',
  ends: 'Ends on {day}. No more charges.',
  changes: 'Changes to {name} on {day}',
  status: {
    incomplete: 'Not paid yet',
    active: 'Active',
    past_due: 'Payment failed',
    canceled: 'Ended',
  },
  included: 'Included',
  rollover: 'Unused time',
  keeps: 'Up to {time} stays',
  lost: 'Ends with the month',
  pastDue:
    'The last payment did not go through. We try again for a few days; your time stays, and no new time comes until it is paid.',
  incomplete: 'The first payment is not finished, so the plan has not begun.',
  mend: 'Pay or change the card',
  changePlan: 'Change plan',
  changeTo: 'Change to {name}',
  cancel: 'Cancel the plan',
  resume: 'Keep the plan',
  resumed: 'Your plan goes on.',
  keepPlan: 'Keep {name}',
  kept: 'You stay on {name}.',
  portal: 'Manage billing',
  portalHint: 'Cards and invoices, in a new tab.',
  portalOpening: 'Opening',
} as const;

/** What a change will do, said before it is done. */
export const planChangeCopy = {
  upTitle: 'Change to {name}?',
  up: 'You change now. The difference for the rest of this month is charged to your card, and its time is added with it. From {day} on it is {price} a month.',
  downTitle: 'Change to {name}?',
  down: 'You keep {old} until {day}. From then on it is {price} for {time} a month. Nothing is charged now.',
  cancelTitle: 'Cancel your plan?',
  cancel:
    'It runs until {day} and is not renewed. Time of the plan that is left then ends; time cards stay.',
  confirmUp: 'Change now',
  confirmDown: 'Change on {day}',
  confirmCancel: 'Cancel it',
  goBack: 'Go back',
  unknownDay: 'the end of the month',
  changed: 'Your plan is {name} now.',
  willChange: 'Your plan changes to {name} on {day}.',
  canceled: 'Your plan ends on {day}.',
} as const;

/** Copy of minutes beyond the plan. */
export const overageCopy = {
  title: 'Beyond the plan',
  text: 'When the time is used, go on for {price} a minute until this limit is reached.',
  off: 'Do not go on',
  choice: '{amount} a month ({time})',
  used: '{amount} of {cap} used so far: {time}',
  usedNoCap: '{amount} used so far: {time}',
  unused: 'Nothing used so far.',
  saved: 'The limit is {amount} a month.',
  savedOff: 'Calls stop when the time is used.',
} as const;

/** Why a plan could not be had or changed, by the code of the sdk's error. */
export const planFailureCopy = {
  payment_declined: 'The card was declined, so nothing has changed. Try another card.',
  plan_not_found: 'This plan is no longer on offer.',
  subscription_exists: 'You have a plan already. Load the page again to see it.',
  subscription_missing: 'This plan has ended. Load the page again.',
  gateway_not_available: 'Plans cannot be paid at the moment.',
  payments_unavailable:
    'Payments are not available right now. Nothing was charged. Try again soon.',
} as const;
