// Every picture there is: each screen, and the talk page in each state, by path and variant.
import { BUY_STATES } from './preview-purchase-states.ts';
import { PREVIEW_STATES } from './preview-states.ts';

/** One picture: a path of the client and the variant of its data or call. */
export type PreviewScreen = { name: string; path: string; state: string };

const pages: [string, string][] = [
  ['/', ''],
  ['/', 'real_parts'],
  ['/', 'empty'],
  ['/', 'loading'],
  ['/', 'broken'],
  ['/sign-in', ''],
  ['/sign-in?expired', ''],
  ['/reset-password', ''],
  ['/set-password', ''],
  ['/set-password', 'expired'],
  ['/talk', ''],
  ['/talk', 'empty'],
  ['/talk', 'no_balance'],
  ['/talk', 'live_call'],
  ['/talk', 'broken'],
  ['/history', ''],
  ['/history', 'empty'],
  ['/history', 'broken'],
  ['/history/c0', ''],
  ['/history/c0', 'empty'],
  ['/calls/c0', 'receipt_user_hung_up'],
  ['/calls/c0', 'receipt_out_of_time'],
  ['/calls/c0', 'receipt_connection_lost'],
  ['/calls/c0', 'receipt_closed_by_admin'],
  ['/calls/c0', 'broken'],
  ['/buy', ''],
  ['/buy', 'empty'],
  ['/buy', 'full'],
  ['/buy', 'loading'],
  ['/buy', 'broken'],
  ...BUY_STATES.map((state): [string, string] => ['/buy', state]),
  ['/account', ''],
  ['/account', 'empty'],
  ['/account', 'full'],
  ['/account', 'loading'],
  ['/account', 'broken'],
  ['/account', 'subscribed'],
  ['/account', 'past_due'],
  ['/account', 'canceling'],
  ['/notices', ''],
  ['/notices', 'empty'],
  ['/notices', 'full'],
  ['/notices', 'loading'],
  ['/notices', 'broken'],
  ['/history', 'notice'],
  ['/nowhere', ''],
];

/** All pictures. */
export const PREVIEW_SCREENS: PreviewScreen[] = [
  ...pages.map(([path, state]) => ({ name: `${path} ${state}`.trim(), path, state })),
  ...Object.keys(PREVIEW_STATES).map((state) => ({ name: state, path: '/talk', state })),
];
