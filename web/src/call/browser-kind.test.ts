// Holds the microphone steps to the browser they are for.
import { expect, test } from 'vitest';
import { browserKind } from './browser-kind.ts';

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15';

test.each([
  [`${mac} (KHTML, like Gecko) Version/18.4 Safari/605.1.15`, 0, 'safari'],
  [`${mac} (KHTML, like Gecko) Version/18.4 Safari/605.1.15`, 5, 'ios'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) CriOS/140 Safari/604.1', 5, 'ios'],
  [
    'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36',
    5,
    'android',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 0, 'firefox'],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0', 0, 'edge'],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36', 0, 'chrome'],
  ['something unknown', 0, 'chrome'],
])('%s with %i touch points is %s', (userAgent, touchPoints, kind) => {
  expect(browserKind(userAgent, touchPoints)).toBe(kind);
});
