// Guards the purchase in one call: the form is shown once, and the answer is the final payment.
import { expect, test, vi } from 'vitest';
import { createMindbotClient } from '../client.ts';

/** A client of an api that answers each path with each of its answers in turn. */
function makeClient(answers: Record<string, [status: number, body: object][]>) {
  const requests: { path: string; body: unknown; key: string | null }[] = [];
  const mindbot = createMindbotClient({
    baseUrl: 'https://mindbot.example',
    getAccessToken: () => 'token',
    maxRetries: 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const path = new URL(request.url).pathname.replace('/api/v1', '');
      if (path === '/events') return new Response(null, { status: 404 });
      const body = request.method === 'POST' ? await request.json() : null;
      requests.push({ path, body, key: request.headers.get('idempotency-key') });
      const [status, answer] = answers[path]?.shift() ?? [404, { code: 'not_found' }];
      return Response.json(answer, { status });
    },
  });
  return { mindbot, requests };
}

const payment = (status: string) => ({ id: 'p', status, isUnderReview: false });

test('orders, shows the form and answers with the paid payment', async () => {
  const checkout = { payment: payment('pending'), mode: 'embedded', clientSecret: 'cs' };
  const { mindbot, requests } = makeClient({
    '/checkout-sessions': [[201, checkout]],
    '/payments/p': [[200, payment('paid')]],
  });
  const onCheckout = vi.fn();
  const { data } = await mindbot.purchaseTimeCard({
    package: 'time-30',
    promoCode: 'TEN',
    onCheckout,
  });
  expect(data?.status).toBe('paid');
  expect(onCheckout).toHaveBeenCalledExactlyOnceWith(checkout);
  expect(requests[0]?.body).toEqual({ package: 'time-30', promoCode: 'TEN' });
  expect(requests[0]?.key).toMatch(/./);
});

test('shows no form when nothing is to be paid', async () => {
  const { mindbot } = makeClient({ '/checkout-sessions': [[201, { payment: payment('paid') }]] });
  const onCheckout = vi.fn();
  const { data } = await mindbot.purchaseTimeCard({ quoteId: 'q', onCheckout });
  expect(data?.status).toBe('paid');
  expect(onCheckout).not.toHaveBeenCalled();
});

test('charges the saved card, and lets the holder confirm only when the bank asks', async () => {
  const { mindbot, requests } = makeClient({
    '/payment-intents': [
      [201, { payment: payment('paid'), nextAction: 'none' }],
      [201, { payment: payment('pending'), nextAction: 'authenticate' }],
    ],
    '/payments/p': [[200, payment('failed')]],
  });
  const onAuthenticate = vi.fn();
  const order = { package: 'time-30', mode: 'saved_card', onAuthenticate } as const;
  expect((await mindbot.purchaseTimeCard(order)).data?.status).toBe('paid');
  expect(onAuthenticate).not.toHaveBeenCalled();
  expect((await mindbot.purchaseTimeCard(order)).data?.status).toBe('failed');
  expect(onAuthenticate).toHaveBeenCalledOnce();
  expect(requests[0]?.body).toEqual({ package: 'time-30', useSavedCard: true });
});

test('a declined card is an error with its code', async () => {
  const { mindbot } = makeClient({
    '/payment-intents': [[402, { code: 'payment_declined', detail: 'Your card was declined.' }]],
  });
  const { error } = await mindbot.purchaseTimeCard({
    package: 'time-30',
    mode: 'saved_card',
    onAuthenticate: () => {},
  });
  expect(error).toMatchObject({ code: 'payment_declined', status: 402 });
});
