// Changes the sample rate of speech: clients send 24 or 48 kHz, the recognizer hears 16 kHz, and the
// synthesizer speaks at 22,050 Hz where 24,000 is expected.

const ZERO_CROSSINGS = 12;

type Kernel = { phases: Float32Array[]; halfWidth: number; up: number; down: number };
const kernels = new Map<string, Kernel>();

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A low-pass filter (windowed sinc) for each of the positions an output sample can have. */
function makeKernel(fromHz: number, toHz: number): Kernel {
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const cutoff = Math.min(1, toHz / fromHz) * 0.95;
  const halfWidth = Math.ceil(ZERO_CROSSINGS / cutoff);
  const phases = Array.from({ length: up }, (_, phase) => {
    const taps = new Float32Array(2 * halfWidth);
    for (let tap = 0; tap < taps.length; tap += 1) {
      const distance = tap - halfWidth + 1 - phase / up;
      const angle = Math.PI * distance * cutoff;
      const sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (halfWidth + 1));
      taps[tap] = sinc * window * cutoff;
    }
    return taps;
  });
  return { phases, halfWidth, up, down };
}

function kernelFor(fromHz: number, toHz: number): Kernel {
  const key = `${fromHz}:${toHz}`;
  const known = kernels.get(key);
  if (known) return known;
  const made = makeKernel(fromHz, toHz);
  // Rates come from uploaded files: a handful in practice, and never more than this are kept.
  if (kernels.size < 16) kernels.set(key, made);
  return made;
}

/** The same sound at another sample rate. */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples;
  const { phases, halfWidth, up, down } = kernelFor(fromHz, toHz);
  const output = new Float32Array(Math.floor((samples.length * up) / down));
  for (let index = 0; index < output.length; index += 1) {
    const position = index * down;
    const taps = phases[position % up] as Float32Array;
    const first = Math.floor(position / up) - halfWidth + 1;
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap += 1) {
      sum += (samples[first + tap] ?? 0) * (taps[tap] as number);
    }
    output[index] = sum;
  }
  return output;
}
