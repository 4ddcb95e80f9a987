// Where each browser hides its microphone permission; read by the few who need it.

/** Steps by browser for a blocked microphone, and by problem for every other. */
export const microphoneHelpCopy = {
  stepsTitle: 'How to allow it',
  chrome: [
    'Click the icon at the left end of the address bar.',
    'Switch Microphone on.',
    'Press Try again.',
  ],
  edge: ['Click the lock in the address bar.', 'Set Microphone to Allow.', 'Press Try again.'],
  firefox: [
    'Click the crossed-out microphone in the address bar.',
    'Remove the block next to Use the microphone.',
    'Press Try again.',
  ],
  safari: [
    'Open Safari, then Settings for this website.',
    'Set Microphone to Allow.',
    'Press Try again.',
  ],
  ios: [
    'Press the page menu at the left end of the address bar.',
    'Choose Website Settings and allow Microphone.',
    'Press Try again.',
  ],
  android: [
    'Press the icon at the left end of the address bar.',
    'Choose Permissions and allow Microphone.',
    'Press Try again.',
  ],
  missing: [
    'Connect a microphone or a headset.',
    'Check that it is switched on in your system settings.',
    'Press Try again.',
  ],
  busy: [
    'Close other calls and recordings.',
    'Or choose another microphone below.',
    'Press Try again.',
  ],
  unsupported: ['Open MindBot at an address that begins with https.', 'Or use another browser.'],
} as const;
