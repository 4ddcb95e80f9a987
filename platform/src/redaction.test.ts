// Secrets and personal data are left out by the names of fields and by their shape.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSecretField, REDACTED, redactError, redactText, redactValue } from './redaction.ts';

test.each([
  'email',
  'callerEmail',
  'caller_email',
  'phone',
  'password',
  'workerToken',
  'access_token',
  'clientSecret',
  'apiKey',
  'Authorization',
  'set-cookie',
  'SENTRY_DSN',
])('a field called %s is left out', (name) => {
  expect(isSecretField(name)).toBe(true);
});

test.each(['llmInputTokens', 'tokenCount', 'emailCount', 'key', 'taskId', 'name', 'phase'])(
  'a field called %s stays',
  (name) => expect(isSecretField(name)).toBe(false),
);

test.each([
  ['write to ada.king@example.co.uk now', 'write to [email] now'],
  ['?email=ada%40example.com&x=1', '?email=[email]&x=1'],
  ['call +1 (555) 010-2345 today', 'call [phone] today'],
  ['call 555-010-2345 today', 'call [phone] today'],
  ['Bearer abcdefgh12345678', 'Bearer [token]'],
  ['postgres://owner:hunter22@db/x', 'postgres://owner:[password]@db/x'],
  ['Key (email)=(ada) already exists', 'Key (email)=([redacted]) already exists'],
  ['pi_12ab_secret_99zz was used', '[key] was used'],
])('%s', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

test('ids, times and amounts are left as they are', () => {
  const text =
    'call 7f0c6b1e-6f0b-4a3f-9a57-0f6f2d9f6f0e at 2026-11-21T15:50:06.123Z, 600000 ms, 127.0.0.1:54322';
  expect(redactText(text)).toBe(text);
});

test('an error keeps its kind, message and stack, and nothing a vendor hung on it', () => {
  const error = Object.assign(new TypeError('no mail to ada@example.com'), {
    code: '23505',
    detail: 'Key (phone)=(555) exists',
    config: { headers: { authorization: 'Bearer x' } },
    cause: new Error('bob@example.com'),
  });
  const written = redactError(error);
  expect(written).toMatchObject({
    type: 'TypeError',
    message: 'no mail to [email]',
    code: '23505',
    cause: { message: '[email]' },
  });
  expect(JSON.stringify(written)).not.toMatch(/555|Bearer x|@example/);
});

test('whatever the depth, a secret field is never written', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 4 }), fc.array(fc.string()), (rest, path) => {
      const marker = 'xyzzy-the-secret';
      const nested = path.reduce<unknown>((inner, name) => ({ ...rest, [name]: inner }), {
        ...rest,
        password: marker,
      });
      expect(JSON.stringify(redactValue(nested))).not.toContain(marker);
    }),
  );
});

test('what refers to itself ends', () => {
  const loop: Record<string, unknown> = { email: 'a@b.cd' };
  loop.self = loop;
  expect(JSON.stringify(redactValue(loop))).toContain(REDACTED);
});
