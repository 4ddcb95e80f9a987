// Says whether calls can be started now, by asking the database and LiveKit, at most once a second.

/** Whether a part answers. */
type PartStatus = 'up' | 'down';

/** The state of the service and its parts. */
interface Readiness {
  status: 'ready' | 'not_ready' | 'stopping';
  parts: { database: PartStatus; livekit: PartStatus };
}

/** Asks the parts. */
export interface HealthCheck {
  check(): Promise<Readiness>;
  /** From now on the answer is `stopping`, so that no new traffic is sent here. */
  stop(): void;
}

const TIMEOUT_MS = 1_000;
const FRESH_MS = 1_000;

/** Makes the check; each part is asked by a function that throws when it is down. */
export function createHealthCheck(options: {
  checkDatabase: (timeoutMs: number) => Promise<void>;
  checkLivekit: () => Promise<void>;
  now?: () => number;
}): HealthCheck {
  const now = options.now ?? (() => performance.now());
  let isStopping = false;
  let latest: { askedAt: number; parts: Promise<Readiness['parts']> } | null = null;

  async function askParts(): Promise<Readiness['parts']> {
    const [database, livekit] = await Promise.all([
      statusOf(options.checkDatabase(TIMEOUT_MS)),
      statusOf(options.checkLivekit()),
    ]);
    return { database, livekit };
  }

  return {
    async check() {
      if (!latest || now() - latest.askedAt >= FRESH_MS) {
        latest = { askedAt: now(), parts: askParts() };
      }
      const parts = await latest.parts;
      const isReady = parts.database === 'up' && parts.livekit === 'up';
      return { status: isStopping ? 'stopping' : isReady ? 'ready' : 'not_ready', parts };
    },
    stop() {
      isStopping = true;
    },
  };
}

function statusOf(question: Promise<void>): Promise<PartStatus> {
  return question.then(
    () => 'up',
    () => 'down',
  );
}
