// Holds the shown balance to the latest answer.
import type { Balance, MindbotClient, MindbotResult } from '@mindbot/sdk';
import { expect, test } from 'vitest';
import { createBalanceStore } from './balance-store.ts';

const balanceOf = (remainingMs: number): MindbotResult<Balance> => ({
  data: { remainingMs } as Balance,
  error: null,
});

function storeWith() {
  const answers: ((result: MindbotResult<Balance>) => void)[] = [];
  const get = () => new Promise<MindbotResult<Balance>>((resolve) => answers.push(resolve));
  const store = createBalanceStore({ balance: { get } } as unknown as MindbotClient);
  return { answers, store };
}

test('an answer overtaken by a later question is dropped', async () => {
  const { answers, store } = storeWith();
  const asked = [store.refresh(), store.refresh()];
  answers[1]?.(balanceOf(2));
  answers[0]?.(balanceOf(1));
  await Promise.all(asked);
  expect(store.getState().balance?.remainingMs).toBe(2);
});

test('a failure keeps the balance that was known', async () => {
  const { answers, store } = storeWith();
  const first = store.refresh();
  answers[0]?.(balanceOf(1));
  await first;
  const second = store.refresh();
  answers[1]?.({ data: null, error: { code: 'timeout', message: '', timeoutMs: 1 } });
  await second;
  expect(store.getState()).toMatchObject({
    balance: { remainingMs: 1 },
    error: { code: 'timeout' },
  });
});

test('nobody sees the balance of who signed out', async () => {
  const { answers, store } = storeWith();
  const asked = store.refresh();
  store.clear();
  answers[0]?.(balanceOf(1));
  await asked;
  expect(store.getState().balance).toBeNull();
});
