// The words of the account: its sections, time cards, the ledger and the settings.

/** Copy of the account page. */
export const accountCopy = {
  title: 'Account',
  sections: 'Sections',
  jump: 'Jump to a section',
  timeCards: 'Time cards',
  payments: 'Payments',
  subscription: 'Subscription',
  savedCards: 'Saved cards',
  autoTopUp: 'Automatic top-up',
  promoCode: 'Promo code',
  referral: 'Invite a friend',
  ledger: 'Ledger',
  notices: 'Notices by email',
  settings: 'Call settings',
  signOutSection: 'Sign out',
  changePassword: 'Change password',
  signOutText: 'Settings stay in this browser; your time and calls stay in your account.',
} as const;

/** Copy of the time cards. */
export const timeCardsCopy = {
  remaining: '{left} of {all}',
  useBy: 'Use by {day}',
  noExpiry: 'Does not expire',
  burnOrder: 'The card that ends soonest is used first.',
  expiresSoon: 'Ends in {days, plural, one {# day} other {# days}}',
  none: 'No time cards with time left.',
  buy: 'Buy time',
  paused: '{time} paused: payment disputed',
  refunded: '{time} refunded',
} as const;

/** Copy of the ledger's table. */
export const ledgerTableCopy = {
  loadMore: 'Earlier lines',
  none: 'Nothing has happened on this account yet.',
  when: 'When',
  what: 'What',
  change: 'Change',
  balance: 'Balance',
} as const;

/** What a time grant is called, by where it came from. */
export const sourceCopy = {
  trial: 'Free trial',
  card: 'Time card',
  promo: 'Promotion',
  referral: 'Invitation',
  subscription: 'Subscription',
  overage: 'Beyond the plan',
  manual: 'From MindBot',
} as const;

/** One line of the ledger in plain words; `{note}` comes with a reversal. */
export const ledgerCopy = {
  granted: {
    trial: 'Free trial',
    card: 'Bought',
    promo: 'Promotion',
    referral: 'Invitation',
    subscription: 'Subscription',
    overage: 'Beyond the plan',
    manual: 'Given by MindBot',
  },
  capture: 'Call on {day}',
  expiry: 'Expired',
  givenBack: 'Given back',
  givenBackNote: 'Given back: {note}',
  takenBack: 'Taken back',
  takenBackNote: 'Taken back: {note}',
  refund: 'Refunded',
  refundFailed: 'Refund failed, time given back',
  freeze: 'Paused: payment disputed',
  restore: 'Dispute won',
  other: 'Changed by MindBot',
} as const;

/** Copy of the settings. */
export const settingsCopy = {
  theme: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  captionSize: 'Caption size',
  normal: 'Normal',
  large: 'Large',
  larger: 'Larger',
  holdToTalk: 'Hold to talk',
  holdToTalkHint: 'The microphone is open only while you press its button.',
  announceCaptions: 'Announce captions',
  announceCaptionsHint:
    'Your screen reader reads each finished sentence of the agent. Headphones are advised.',
  shortcuts: 'Keyboard shortcuts',
  shortcutsHint: 'Alt+Shift+M mutes, Alt+Shift+I interrupts, Alt+Shift+T says the time left.',
  motion: 'Less motion',
  motionHint: 'The ring moves in steps, and nothing else moves by itself.',
  keptHere: 'These settings are kept in this browser.',
} as const;
