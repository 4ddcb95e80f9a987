// Webhooks from anybody: what is not signed is refused whatever it holds, and what is signed never
// brings the service down, however odd.
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { signatureOf } from '../../api/src/clients/cryptomus.ts';
import { LIVEKIT_KEY } from '../../api/src/testing/test-environment.ts';
import { useShop } from '../payments/support/use-shop.ts';
import { signStripe, stripeEvent } from '../payments/support/webhooks.ts';

const CRYPTOMUS_KEY = 'a-payment-key-of-the-tests';
const shop = useShop({
  CRYPTOMUS_MERCHANT_ID: randomUUID(),
  CRYPTOMUS_PAYMENT_KEY: CRYPTOMUS_KEY,
  CRYPTOMUS_API_URL: 'http://127.0.0.1:1',
});

const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** For each sender: how it signs a body, as headers and as the body that then is sent. */
const senders: Record<
  string,
  (body: string) => Promise<{ headers: Record<string, string>; body: string }>
> = {
  stripe: async (body) => ({ headers: { 'stripe-signature': signStripe(body) }, body }),
  livekit: async (body) => ({
    headers: {
      authorization: await new SignJWT({
        sha256: createHash('sha256').update(body).digest('base64'),
      })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(LIVEKIT_KEY.apiKey)
        .setExpirationTime(nowSeconds() + 300)
        .sign(new TextEncoder().encode(LIVEKIT_KEY.apiSecret)),
    },
    body,
  }),
  cryptomus: async (body) => {
    const fields = JSON.parse(body);
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
      return { headers: {}, body };
    }
    const { sign: _, ...rest } = fields;
    const text = JSON.stringify(rest).replaceAll('/', String.raw`\/`);
    return {
      headers: {},
      body: JSON.stringify({ ...rest, sign: signatureOf(text, CRYPTOMUS_KEY) }),
    };
  },
};

/** A genuine body of each sender. */
const genuine: Record<string, () => string> = {
  stripe: () => stripeEvent('checkout.session.completed', { object: 'x', id: 'cs_1' }),
  livekit: () =>
    JSON.stringify({
      event: 'room_started',
      id: `EV_${randomUUID()}`,
      createdAt: String(nowSeconds()),
      room: { name: 'call-of-a-test' },
    }),
  cryptomus: () =>
    JSON.stringify({ type: 'payment', uuid: randomUUID(), order_id: randomUUID(), status: 'paid' }),
};

async function post(name: string, body: string, headers: Record<string, string>) {
  const response = await shop.send('POST', `/webhooks/${name}`, {
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const text = await response.text();
  return { status: response.status, code: JSON.parse(text).code as string | undefined };
}

const FORGED = { status: 401, code: 'webhook_signature_invalid' };
/** Visible characters, as headers may hold. */
const headerText = fc.string({
  unit: fc.integer({ min: 33, max: 126 }).map((c) => String.fromCharCode(c)),
});

test.each(Object.keys(senders))('%s: what nobody signed is refused', async (name) => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.json(), fc.string(), fc.constant(genuine[name]?.() ?? '')),
      fc.oneof(
        headerText,
        headerText.map((text) => `t=${nowSeconds()},v1=${text}`),
      ),
      async (body, header) => {
        const headers = { 'stripe-signature': header, authorization: header, sign: header };
        expect(await post(name, body, headers)).toEqual(FORGED);
      },
    ),
    { numRuns: 40 },
  );
});

test.each(Object.keys(senders))('%s: one changed byte makes a genuine one forged', async (name) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 33, max: 126 }), async (place, byte) => {
      const { headers, body } = await (senders[name] as (typeof senders)[string])(
        genuine[name]?.() ?? '',
      );
      const at = place % body.length;
      const changed = `${body.slice(0, at)}${String.fromCharCode(byte)}${body.slice(at + 1)}`;
      fc.pre(changed !== body);
      expect(await post(name, changed, headers)).toEqual(FORGED);
    }),
    { numRuns: 40 },
  );
});

test.each(Object.keys(senders))('%s: anything it signs is answered', async (name) => {
  const shapes = fc.oneof(
    fc.json(),
    // Almost genuine: fields gone, of other types, and more of them.
    fc
      .tuple(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.subarray(Object.keys(JSON.parse(genuine[name]?.() ?? '{}'))),
      )
      .map(([extra, kept]) => {
        const whole = JSON.parse(genuine[name]?.() ?? '{}');
        const part = Object.fromEntries(kept.map((field) => [field, whole[field]]));
        return JSON.stringify({ ...part, ...extra });
      }),
  );
  await fc.assert(
    fc.asyncProperty(shapes, async (text) => {
      const { headers, body } = await (senders[name] as (typeof senders)[string])(text);
      const { status } = await post(name, body, headers);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 60 },
  );
});
