// Loads what a screen shows, with its three states and a way to try again.
import type { MindbotError, MindbotResult } from '@mindbot/sdk';
import { useCallback, useEffect, useState } from 'react';

/** What came of loading; `data` stays while it is loaded again. */
export type Load<Data> = {
  data: Data | null;
  error: MindbotError | null;
  isLoading: boolean;
  reload(): void;
};

/**
 * Calls `request` at first and whenever `key` changes; its signal is aborted when the answer is not
 * wanted any more. `request` may be a new function at every render.
 */
export function useLoad<Data>(
  key: string,
  request: (signal: AbortSignal) => Promise<MindbotResult<Data>>,
): Load<Data> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{ key: string; result: MindbotResult<Data> | null }>({
    key,
    result: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the request.
  useEffect(() => {
    const controller = new AbortController();
    void request(controller.signal).then((result) => {
      if (!controller.signal.aborted) setState({ key, result });
    });
    return () => controller.abort();
  }, [key, round]);

  const reload = useCallback(() => {
    setState((previous) => ({
      ...previous,
      result: previous.result?.data ? previous.result : null,
    }));
    setRound((previous) => previous + 1);
  }, []);
  const result = state.key === key ? state.result : null;
  return {
    data: result?.data ?? null,
    error: result?.error ?? null,
    isLoading: result === null,
    reload,
  };
}
