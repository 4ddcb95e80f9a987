// The words around notices; what each one says comes from the service.

/** Copy of the list, the bell and the settings of notices. */
export const noticesCopy = {
  title: 'Notices',
  bell: 'Notices',
  bellUnread: 'Notices, {count} unread',
  many: '99+',
  none: 'Nothing new. What happens with your time and money will be told here.',
  all: 'All notices',
  settings: 'Notice settings',
  markAllRead: 'Mark all as read',
  unread: 'New',
  loadMore: 'Earlier notices',
  when: '{day}, {time}',
  close: 'Close this notice',
  spoken: '{title}. {text}',
  open: 'Open',
  receipt: 'See the receipt',
} as const;

/** Where a notice leads, by its kind. */
export const noticeLinkCopy = {
  low_time: 'Buy time',
  time_expiring: 'Talk now',
  receipt: 'See the receipt',
  payment_failed: 'Try again',
  payment_in_review: 'See the payment',
  payment_refunded: 'See the payment',
  payment_disputed: 'See the payment',
  auto_top_up_charged: 'See the payment',
  auto_top_up_failed: 'Check automatic top-up',
  auto_top_up_disabled: 'Check automatic top-up',
  referral_rewarded: 'See your invitations',
  subscription_renewed: 'See your subscription',
  subscription_payment_failed: 'Mend the payment',
  subscription_ended: 'Buy time',
  overage_started: 'See what it costs',
} as const;

/** Copy of what is sent by email. */
export const noticePreferencesCopy = {
  intro: 'Notices always stand here. Choose which ones come by email too.',
  topics: {
    low_time: ['Low time', 'When little time is left after a call.'],
    time_expiring: ['Time that ends soon', '7 days and 1 day before a card’s use-by date.'],
    receipt: ['Receipts', 'After every purchase and refund.'],
    auto_top_up: ['Automatic top-ups', 'After every charge by itself.'],
    referral: ['Invitations', 'When a friend’s purchase earned you time.'],
    subscription: ['Subscription', 'Renewals, its end, and minutes beyond the plan.'],
  },
  alwaysMailed: 'Failed payments are always mailed, so that nothing stops without a word.',
  failed: 'Not saved: {reason}',
} as const;
