// Knows whether recognition, model and synthesis work, from how their requests went.

/** The three providers of a call. */
export type ProviderPart = 'stt' | 'llm' | 'tts';

/** Told when the first part fails, and when the last failing part works again. */
export interface HealthListener {
  down: (part: ProviderPart, error: Error) => void;
  up: (part: ProviderPart) => void;
}

/** Collects outcomes; the listener is attached once the call is set up. */
export class ProviderHealth {
  private readonly failing = new Set<ProviderPart>();
  private readonly onFailure: (part: ProviderPart) => void;
  private listener: HealthListener | null = null;
  /** Told when the caller begins to wait for an answer, and when they have it. */
  onWait: (isWaiting: boolean) => void = () => {};

  /** @param onFailure told of each failed request, also of those during an outage. */
  constructor(onFailure: (part: ProviderPart) => void = () => {}) {
    this.onFailure = onFailure;
  }

  /** Parts that fail now. */
  get failingParts(): ReadonlySet<ProviderPart> {
    return this.failing;
  }

  /** Attaches the listener, telling it of what failed before. */
  listen(listener: HealthListener): void {
    this.listener = listener;
    for (const part of this.failing) listener.down(part, new Error('failed before the call'));
  }

  /** The caller waits for an answer, or no longer does. */
  waits(isWaiting: boolean): void {
    this.onWait(isWaiting);
  }

  failed(part: ProviderPart, error: Error): void {
    this.onFailure(part);
    if (this.failing.has(part)) return;
    this.failing.add(part);
    this.listener?.down(part, error);
  }

  succeeded(part: ProviderPart): void {
    if (!this.failing.delete(part)) return;
    this.listener?.up(part);
  }
}
