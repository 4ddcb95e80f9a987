// What the routes of the speech sandbox work with.
import type { Disturbances } from './disturbances.ts';
import type { Recognizer } from './recognition/recognizer.ts';
import type { Synthesizer } from './synthesis/synthesizer.ts';

/** The engines behind the routes. */
export type SpeechServices = {
  /** Null on machines without Python: then recorded speech is refused with an explanation. */
  recognizer: Recognizer | null;
  synthesizer: Synthesizer;
  disturbances: Disturbances;
  /** Whether tests may order faults. */
  allowsFaults: boolean;
  /** Told of errors nobody expected. */
  onBug: (error: Error) => void;
};
