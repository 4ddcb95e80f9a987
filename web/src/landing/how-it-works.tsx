// The three steps from here to the first receipt.
import { landingCopy } from '../copy/landing.ts';

/** Numbered steps. */
export function HowItWorks() {
  return (
    <section id="help" aria-labelledby="steps-title" className="landing-section">
      <h2 id="steps-title" className="text-2xl font-bold tracking-tight">
        {landingCopy.stepsTitle}
      </h2>
      <ol className="landing-steps">
        {landingCopy.steps.map(({ title, text }, index) => (
          <li key={title}>
            <span className="step-number" aria-hidden="true">
              {index + 1}
            </span>
            <h3 className="text-lg font-bold">{title}</h3>
            <p className="mt-1 text-muted">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
