// Listens to the microphone before a call, so that a silent one is found while time is not running.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MicrophoneProblem } from './microphone-help.tsx';

/** A running or stopped test of the microphone. */
export type LevelTest = {
  isRunning: boolean;
  problem: MicrophoneProblem | null;
  start(deviceId: string): Promise<void>;
  stop(): void;
  /** Loudness from 0 to 1; 0 while stopped. */
  getLevel(): number;
};

type Listening = { analyser: AnalyserNode; samples: Float32Array<ArrayBuffer>; close(): void };

/** The microphone test of the talk page; the microphone is let go of when the page is left. */
export function useLevelTest(): LevelTest {
  const listening = useRef<Listening | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<MicrophoneProblem | null>(null);

  const stop = useCallback(() => {
    listening.current?.close();
    listening.current = null;
    setRunning(false);
  }, []);
  useEffect(() => stop, [stop]);

  const start = async (deviceId: string) => {
    stop();
    setProblem(null);
    try {
      listening.current = await listen(deviceId);
      setRunning(true);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const getLevel = useCallback(() => (listening.current ? levelOf(listening.current) : 0), []);
  return { isRunning, problem, start, stop, getLevel };
}

async function listen(deviceId: string): Promise<Listening> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: deviceId ? { deviceId: { exact: deviceId } } : true,
  });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  return { analyser, samples: new Float32Array(analyser.fftSize), close };
}

function levelOf({ analyser, samples }: Listening): number {
  analyser.getFloatTimeDomainData(samples);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  // Speech at arm's length has a root mean square of about a tenth.
  return Math.min(1, Math.sqrt(power) * 6);
}

function problemOf(error: unknown): MicrophoneProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'mic_denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'mic_missing';
  return name === 'NotReadableError' || name === 'AbortError' ? 'mic_busy' : 'mic_unsupported';
}
