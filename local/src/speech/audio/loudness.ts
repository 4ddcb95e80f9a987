// Tells speech-like loudness from silence, and cuts silence off both ends.

const WINDOW_MS = 20;
/** About -46 dB of full scale: quieter than a whisper into any microphone. */
const SILENCE_LEVEL = 0.005;
const SHORTEST_SPEECH_MS = 60;

/** Root mean square of each window of 20 ms. */
function levels(samples: Float32Array, sampleRateHz: number): number[] {
  const size = Math.max(1, Math.round((sampleRateHz * WINDOW_MS) / 1000));
  const count = Math.floor(samples.length / size);
  return Array.from({ length: count }, (_, window) => {
    let sum = 0;
    for (let index = window * size; index < (window + 1) * size; index += 1) {
      sum += (samples[index] as number) ** 2;
    }
    return Math.sqrt(sum / size);
  });
}

/** Whether there is too little sound for a word. */
export function isSilent(samples: Float32Array, sampleRateHz: number): boolean {
  const loudCount = levels(samples, sampleRateHz).filter((level) => level > SILENCE_LEVEL).length;
  return loudCount * WINDOW_MS < SHORTEST_SPEECH_MS;
}

/** The sound with at most `leadMs` of silence before it and `tailMs` after it. */
export function trimSilence(
  samples: Float32Array,
  sampleRateHz: number,
  { leadMs, tailMs }: { leadMs: number; tailMs: number },
): Float32Array {
  const isLoud = (sample: number) => Math.abs(sample) > SILENCE_LEVEL;
  const first = samples.findIndex(isLoud);
  if (first < 0) return samples;
  const last = samples.findLastIndex(isLoud);
  const samplesOf = (durationMs: number) => Math.round((sampleRateHz * durationMs) / 1000);
  return samples.subarray(
    Math.max(0, first - samplesOf(leadMs)),
    Math.min(samples.length, last + 1 + samplesOf(tailMs)),
  );
}
