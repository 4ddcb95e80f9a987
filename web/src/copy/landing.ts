// The words a visitor reads before signing in.

/** Copy of the landing page. */
export const landingCopy = {
  title: 'MindBot: talk to a voice agent, see every second',
  headline: 'Talk to an agent. See every second.',
  lede: 'MindBot is a voice agent you can interrupt, type to and hang up on. A ring shows the time you have, and it counts only while an agent is with you.',
  ringLabel: 'A full ring: ten minutes left',
  ringWord: 'Ready',
  sampleTitle: 'A call looks like this',
  agentName: 'Alex',
  you: 'You',
  interrupted: 'Interrupted',
  sample: [
    { speaker: 'agent', text: 'Hi, I am Alex. What can I do for you?' },
    { speaker: 'user', text: 'How many minutes do I have left?' },
    {
      speaker: 'agent',
      text: 'You have nine minutes and forty seconds. They are valid until',
      wasInterrupted: true,
    },
    { speaker: 'user', text: 'Thanks. Open a ticket: my invoice is missing.' },
    { speaker: 'agent', text: 'Done. It is ticket number 1042.' },
  ],
  pricesTitle: 'What it costs',
  prices: [
    {
      title: '{minutes} minutes free',
      text: 'Every new account starts with them. No card, no commitment.',
    },
    {
      title: 'Counted by the second',
      text: 'Time counts by the second while an agent is with you, including silence, mute and typing.',
    },
    {
      title: 'Waiting is free',
      text: 'Connecting, waiting for an agent, a lost agent and reconnecting are not counted.',
    },
  ],
  stepsTitle: 'How it works',
  steps: [
    {
      title: 'Sign up',
      text: 'An email address and a password. Your free time is there at once.',
    },
    {
      title: 'Press Talk',
      text: 'Speak or type, as you like. Captions are on, and you can interrupt at any moment.',
    },
    {
      title: 'Get a receipt',
      text: 'Time before, time used, time left, and the whole transcript to keep or delete.',
    },
  ],
  footer: 'Calls are with an artificial voice agent. It can be wrong: check what matters.',
} as const;

/** Copy of signing up, signing in and passwords. */
export const authCopy = {
  signUpTitle: 'Create your account',
  email: 'Email',
  password: 'Password',
  newPassword: 'New password',
  passwordHint: 'At least {count} characters. A sentence is a good password.',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  createAccount: 'Create account',
  trialNote: '{minutes} minutes free. No card needed.',
  haveAccount: 'Already have an account?',
  signInTitle: 'Sign in',
  signIn: 'Sign in',
  noAccount: 'New here?',
  forgot: 'Forgot your password?',
  resetTitle: 'Reset your password',
  resetText: 'We send you a link that lets you choose a new one.',
  sendLink: 'Send the link',
  resetSentTitle: 'Check your email',
  resetSentText: 'If {email} has an account, a link is on its way. It works once, for an hour.',
  backToSignIn: 'Back to sign in',
  setTitle: 'Choose a new password',
  savePassword: 'Save the password',
  passwordSaved: 'Your new password is saved.',
  linkExpiredTitle: 'This link does not work any more',
  linkExpiredText: 'Links work once and for a limited time. Ask for a new one.',
  askNewLink: 'Ask for a new link',
  confirmTitle: 'Confirm your email',
  confirmText: 'We sent a link to {email}. Open it to finish your account.',
  localInbox: 'This installation sends no email. Open the local inbox to find it.',
  signedOut: 'You were signed out. Please sign in again.',
} as const;

/** Copy of every way that signing up or in can fail. */
export const authFailureCopy = {
  invalid_email: 'Enter an email address, like anna@example.com.',
  missing_password: 'Enter your password.',
  weak_password: 'Use at least {count} characters.',
  invalid_credentials: 'Email and password do not match an account.',
  user_already_exists: 'This email already has an account. Sign in instead.',
  email_not_confirmed: 'Open the link in the email we sent you first.',
  same_password: 'Choose a password different from the old one.',
  over_request_rate_limit: 'Too many tries. Please wait a minute.',
  network_error: 'We cannot reach MindBot. Check your connection and try again.',
  other: 'That did not work. Please try again.',
} as const;
