// The words of inviting others.

/** Copy of the referral section. */
export const referralCopy = {
  intro: 'Invite a friend: {time} for each of you when they first buy.',
  link: 'Your link',
  copy: 'Copy',
  copyLink: 'Copy your link',
  copied: 'Copied',
  copyFailed: 'Your browser did not allow it. Select the link and copy it.',
  joined: '{count, plural, one {# friend has joined} other {# friends have joined}}',
  rewarded: '{count, plural, one {# has bought} other {# have bought}}',
  earned: '{time} earned',
  nobody: 'Nobody has joined by your link yet.',
  howTitle: 'How it works',
  how: [
    'Your friend signs up with your link.',
    'They buy their first time card.',
    'You both get {time}. If that payment is refunded, what is left of it goes back.',
  ],
  wereInvited: 'Were you invited?',
  code: 'Code of your friend',
  accept: 'Use the code',
  accepted: 'Thank you. {time} are yours after your first time card.',
  missing: 'Enter a code.',
  refused: 'This code cannot be used on your account.',
} as const;
