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
  private recognitionsAsked = 0;
  private isThinking = false;
  private isWaiting = false;
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

  /** An utterance is asked to be recognized; a guess and the whole of it may be asked at once. */
  recognitionAsked(): void {
    this.recognitionsAsked += 1;
    this.tellOfWaiting();
  }

  /** One of them was answered, failed or is not wanted any more. */
  recognitionAnswered(): void {
    this.recognitionsAsked -= 1;
    this.tellOfWaiting();
  }

  /** The agent waits for its model and voice, or no longer does. */
  thinks(isThinking: boolean): void {
    this.isThinking = isThinking;
    this.tellOfWaiting();
  }

  private tellOfWaiting(): void {
    const isWaiting = this.isThinking || this.recognitionsAsked > 0;
    if (isWaiting === this.isWaiting) return;
    this.isWaiting = isWaiting;
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
