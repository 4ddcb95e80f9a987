// Says on every screen which parts of this installation are stand-ins, and what they understand.
import { ChevronDown, FlaskConical } from 'lucide-react';
import { sandboxCopy } from '../copy/shell.ts';
import { useServices } from '../services.tsx';

/** The test mode banner; nothing at all where every part is real. */
export function SandboxBanner() {
  const { sandbox, speechUnderstandsVoice, emailInboxUrl } = useServices().config;
  if (!sandbox.speech && !sandbox.email && !sandbox.payments) return null;
  const isVoiceHeard = speechUnderstandsVoice !== false;
  const speechText = isVoiceHeard ? sandboxCopy.speech : sandboxCopy.speechTypedText;
  const speechShort = isVoiceHeard ? sandboxCopy.speechShort : sandboxCopy.speechTypedTextShort;
  const withoutSpeech = sandbox.payments ? sandboxCopy.paymentsShort : sandboxCopy.emailShort;
  const shortText = sandbox.speech ? speechShort : withoutSpeech;
  return (
    <aside aria-label={sandboxCopy.label} className="sandbox-banner">
      <details>
        <summary>
          <FlaskConical className="size-4 flex-none" aria-hidden="true" />
          <strong>{sandboxCopy.label}</strong>
          <span className="sandbox-summary sm:hidden">{shortText}</span>
          <span className="sandbox-summary hidden sm:inline">
            {sandbox.speech && speechText} {sandbox.email && sandboxCopy.email}{' '}
            {sandbox.payments && sandboxCopy.payments}
          </span>
          {sandbox.speech && <span className="sandbox-more">{sandboxCopy.showExamples}</span>}
          <ChevronDown className="sandbox-chevron size-4 flex-none" aria-hidden="true" />
        </summary>
        <div className="sandbox-details">
          {sandbox.speech && <SpeechExamples text={speechText} />}
          {sandbox.payments && <p>{sandboxCopy.payments}</p>}
          {sandbox.email && (
            <p>
              {sandboxCopy.email}{' '}
              {emailInboxUrl && (
                <a href={emailInboxUrl} target="_blank" rel="noreferrer" className="underline">
                  {sandboxCopy.openInbox}
                </a>
              )}
            </p>
          )}
        </div>
      </details>
    </aside>
  );
}

function SpeechExamples({ text }: { text: string }) {
  return (
    <div>
      <p>{text}</p>
      <p className="mt-2 font-medium">{sandboxCopy.examplesTitle}</p>
      <ul className="mt-1 grid gap-1">
        {sandboxCopy.examples.map((example) => (
          <li key={example}>“{example}”</li>
        ))}
      </ul>
    </div>
  );
}
