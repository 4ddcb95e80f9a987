// The words around every screen: navigation, banners, and failures that can happen anywhere.

/** Copy of the shell. */
export const shellCopy = {
  brand: 'MindBot',
  home: 'MindBot, home',
  skipToContent: 'Skip to content',
  mainNavigation: 'Main',
  talk: 'Talk',
  history: 'History',
  buy: 'Buy',
  account: 'Account',
  accountMenu: 'Account menu',
  signedInAs: 'Signed in as',
  signIn: 'Sign in',
  signOut: 'Sign out',
  prices: 'Prices',
  help: 'How it works',
  timeLeft: '{time} left',
  backToCall: 'Back to call',
  callEnded: 'Call ended',
  titled: '{page} · MindBot',
  loading: 'Loading',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  notFoundTitle: 'This page does not exist',
  notFoundText: 'The address may be mistyped, or the page has moved.',
  goHome: 'Go to the start',
  crashTitle: 'Something broke on this page',
  crashText: 'It is our fault, not yours. Loading the page again usually helps.',
  reload: 'Load again',
  theme: 'Theme',
  themeSystem: 'System',
  themeLight: 'Light',
  themeDark: 'Dark',
} as const;

/** Copy of the banner that says which parts are stand-ins. */
export const sandboxCopy = {
  label: 'Test mode',
  speech: 'The speech in this installation is a sandbox. It understands simple English phrases.',
  speechShort: 'Sandbox speech, simple English.',
  speechTypedTextShort: 'Sandbox speech, typed text only.',
  speechTypedText:
    'The speech in this installation is a sandbox that understands typed text, not your voice.',
  emailShort: 'No email is sent.',
  email: 'Emails are not sent: they land in a local inbox.',
  openInbox: 'Open the inbox',
  paymentsShort: 'No real money.',
  payments: 'Payments move no real money.',
  examplesTitle: 'Things to try',
  showExamples: 'What can I say?',
  examples: [
    'How many minutes do I have left?',
    'My name is Anna and my phone number is five five five one two three four.',
    'Open a support ticket.',
    'Goodbye.',
  ],
} as const;

/** Copy of every failure of a request, by the code of the sdk's error. */
export const failureCopy = {
  unauthenticated: 'You were signed out. Please sign in again.',
  not_found: 'This is not here any more.',
  insufficient_time: 'You have no time left.',
  too_many_calls: 'You already have three calls running. End one of them first.',
  rate_limited: 'That was a lot at once. Please wait a moment and try again.',
  assistant_not_found: 'This agent is not available any more. Choose another.',
  call_ended: 'This call has already ended.',
  voice_unavailable: 'Calls are not possible right now. No time was used. Please try again soon.',
  network_error: 'We cannot reach MindBot. Check your connection and try again.',
  timeout: 'That took too long. Check your connection and try again.',
  join_failed:
    'The call could not be connected. A firewall or VPN may be blocking it. No time was used.',
  agent_absent: 'The agent is not there at the moment. Please wait until it is back.',
  not_connected: 'The call is not connected at the moment.',
  other: 'Something went wrong on our side. Please try again.',
} as const;
