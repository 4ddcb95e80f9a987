// The closed lists of what users are told, and of what they may decline mails about.

/** Every kind of notice, as in SQL. */
export const NOTICE_KINDS = [
  'low_time',
  'time_expiring',
  'receipt',
  'payment_failed',
  'payment_in_review',
  'payment_refunded',
  'payment_disputed',
  'auto_top_up_charged',
  'auto_top_up_failed',
  'auto_top_up_disabled',
  'referral_rewarded',
  'subscription_renewed',
  'subscription_payment_failed',
  'subscription_ended',
  'overage_started',
] as const;

/** One of {@link NOTICE_KINDS}. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a user may decline mails about; money gone wrong is always mailed. */
export const NOTICE_TOPICS = [
  'low_time',
  'time_expiring',
  'receipt',
  'auto_top_up',
  'referral',
  'subscription',
] as const;

/** One of {@link NOTICE_TOPICS}. */
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];

/** What each topic is called where people choose. */
export const TOPIC_NAMES: Record<NoticeTopic, string> = {
  low_time: 'little time left',
  time_expiring: 'time that will expire',
  receipt: 'receipts',
  auto_top_up: 'automatic top-ups',
  referral: 'referrals',
  subscription: 'your subscription',
};
