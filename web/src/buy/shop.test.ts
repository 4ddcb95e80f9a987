// Holds the shop to what it knows: a failure empties no shelf, and an old card charges nobody.
import type { MindbotError } from '@mindbot/sdk';
import { expect, test, vi } from 'vitest';
import { PACKAGES, SAVED_CARD } from './buy-fixtures.ts';
import { readMessage } from './pay-frame.tsx';
import { createShop } from './shop.ts';

const ok = <Data>(data: Data) => ({ data, error: null });
const failure = {
  data: null,
  error: { code: 'timeout', message: '', timeoutMs: 1 } as MindbotError,
};

function makeShop() {
  const packages = vi.fn(async (): Promise<unknown> => ok({ items: PACKAGES }));
  const cards = vi.fn(async (): Promise<unknown> => ok({ items: [SAVED_CARD] }));
  const shop = createShop({
    packages: { list: packages },
    paymentMethods: { list: cards },
  } as never);
  return { shop, packages, cards };
}

test('shows what is on sale and the card that one press charges', async () => {
  const { shop } = makeShop();
  expect(shop.getState().packages).toBeNull();
  await shop.refresh();
  expect(shop.getState()).toEqual({ packages: PACKAGES, card: SAVED_CARD, error: null });
});

test('a failure keeps what was known, and says so', async () => {
  const { shop, packages, cards } = makeShop();
  await shop.refresh();
  packages.mockResolvedValueOnce(failure);
  cards.mockResolvedValueOnce(failure);
  await shop.refresh();
  expect(shop.getState()).toMatchObject({
    packages: PACKAGES,
    card: SAVED_CARD,
    error: { code: 'timeout' },
  });
});

test('a card past its month is not offered, and the next one is', async () => {
  const { shop, cards } = makeShop();
  const old = { ...SAVED_CARD, id: 'old', expYear: 2020 };
  cards.mockResolvedValueOnce(ok({ items: [old] }));
  await shop.refresh();
  expect(shop.getState().card).toBeNull();
  cards.mockResolvedValueOnce(ok({ items: [old, SAVED_CARD] }));
  await shop.refresh();
  expect(shop.getState().card?.id).toBe(SAVED_CARD.id);
});

test.each([
  [{ source: 'mindbot-sandbox', type: 'checkout.complete', id: 'cs' }, 'checkout.complete'],
  [{ source: 'somebody', type: 'checkout.complete' }, null],
  [{ source: 'mindbot-sandbox', type: 7 }, null],
  ['checkout.complete', null],
  [null, null],
])('a frame that says %j means %s', (data, message) => {
  expect(readMessage(data)).toBe(message);
});
