// A still picture of a call: the ring at ten minutes and a few captions.
import { landingCopy } from '../copy/landing.ts';
import { RingArc } from '../ring/ring-arc.tsx';
import { RING_SCALE_MS } from '../ring/ring-state.ts';
import { RingTicks } from '../ring/ring-ticks.tsx';

type SampleTurn = { speaker: string; text: string; wasInterrupted?: boolean };

/** The ring of a call that is about to begin. */
export function SampleRing() {
  return (
    <div className="landing-ring">
      <div className="time-ring" role="img" aria-label={landingCopy.ringLabel}>
        <RingArc seconds={RING_SCALE_MS / 1000} mode="solid" level="plenty" motion="jump" />
        <RingTicks />
        <div className="ring-inside" aria-hidden="true">
          <div className="ring-word">{landingCopy.ringWord}</div>
          <div className="ring-time-left">10:00</div>
        </div>
      </div>
    </div>
  );
}

/** A few captions, as they look in a call. */
export function SampleTranscript() {
  const turns: readonly SampleTurn[] = landingCopy.sample;
  return (
    <figure
      className="captions landing-captions"
      data-size="normal"
      aria-label={landingCopy.sampleTitle}
    >
      {turns.map((turn) => (
        <div key={turn.text} className="caption" data-speaker={turn.speaker}>
          <p className="caption-speaker">
            {turn.speaker === 'agent' ? landingCopy.agentName : landingCopy.you}
          </p>
          <p className="caption-text">
            {turn.text}
            {turn.wasInterrupted && <span className="caption-tag">{landingCopy.interrupted}</span>}
          </p>
        </div>
      ))}
    </figure>
  );
}
