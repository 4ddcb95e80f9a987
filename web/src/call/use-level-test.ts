// Listens to the microphone before a call, so that a silent one is found while time is not running.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MicrophoneProblem } from './microphone-problem.ts';

/** A running test of a microphone. */
export type LevelTest = {
  problem: MicrophoneProblem | null;
  /** Loudness from 0 to 1; 0 until the microphone is open. */
  getLevel(): number;
};

type Listening = { analyser: AnalyserNode; samples: Float32Array<ArrayBuffer>; close(): void };

/** Listens to a microphone for as long as it is used; the empty id is the system's default. */
export function useLevelTest(deviceId: string): LevelTest {
  const listening = useRef<Listening | null>(null);
  const [problem, setProblem] = useState<MicrophoneProblem | null>(null);
  useEffect(() => {
    let isWanted = true;
    listen(deviceId).then(
      (opened) => {
        // The person may have answered the browser after leaving the test.
        if (isWanted) listening.current = opened;
        else opened.close();
      },
      (error: unknown) => isWanted && setProblem(problemOf(error)),
    );
    return () => {
      isWanted = false;
      listening.current?.close();
      listening.current = null;
    };
  }, [deviceId]);
  const getLevel = useCallback(() => (listening.current ? levelOf(listening.current) : 0), []);
  return { problem, getLevel };
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
