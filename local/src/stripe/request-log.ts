// Remembers which calls were made, so that they can be compared with Stripe's own description.

/** A call as it was made; the key it was made with is not kept. */
export type RecordedRequest = {
  method: string;
  path: string;
  /** The body of a POST or the query of the others, still encoded. */
  form: string;
  version: string | null;
  hasIdempotencyKey: boolean;
  status: number;
};

/** The newest calls. */
export type RequestLog = {
  add: (request: RecordedRequest) => void;
  all: () => RecordedRequest[];
  clear: () => void;
};

const KEPT_MAX = 2_000;
const FORM_LENGTH_MAX = 20_000;

/** An empty log; it keeps two thousand calls. */
export function createRequestLog(): RequestLog {
  let kept: RecordedRequest[] = [];
  return {
    add: (request) => {
      kept.push({ ...request, form: request.form.slice(0, FORM_LENGTH_MAX) });
      if (kept.length > KEPT_MAX) kept.shift();
    },
    all: () => [...kept],
    clear: () => {
      kept = [];
    },
  };
}
