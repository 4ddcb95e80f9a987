// A loudness in five still steps: the microphone test, and the ring's bars under reduced motion.
import { useEffect, useState } from 'react';
import { microphoneCopy } from '../copy/call.ts';
import { fillMessage } from '../message.ts';
import { levelStep } from './bar-lengths.ts';

const STEPS = [1, 2, 3, 4, 5];
const POLL_MS = 150;

type LevelMeterProps = { getLevel: () => number; tone?: 'you' | 'agent' };

/** Five steps, lit by the loudness (0 to 1) that `getLevel` tells. */
export function LevelMeter({ getLevel, tone = 'you' }: LevelMeterProps) {
  const [step, setStep] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setStep(levelStep(getLevel())), POLL_MS);
    return () => clearInterval(timer);
  }, [getLevel]);

  return (
    <div className="mt-1 flex items-center gap-1">
      <meter className="sr-only" aria-label={microphoneCopy.level} max={5} value={step}>
        {fillMessage(microphoneCopy.levelValue, { level: step })}
      </meter>
      {STEPS.map((each) => (
        <span
          key={each}
          className="meter-step h-4 w-2 rounded-control border border-edge"
          data-lit={each <= step}
          data-tone={tone}
        />
      ))}
    </div>
  );
}
