// Lets a person choose whom to talk to, where there is a choice.
import type { Assistant } from '@mindbot/sdk';
import { callCopy } from '../copy/call.ts';

type AssistantPickerProps = {
  assistants: readonly Assistant[];
  chosenSlug: string;
  onChoose: (slug: string) => void;
};

/** The agents as radio buttons, and what the chosen one is like; nothing when there is only one. */
export function AssistantPicker({ assistants, chosenSlug, onChoose }: AssistantPickerProps) {
  if (assistants.length < 2) return null;
  const chosen = assistants.find(({ slug }) => slug === chosenSlug);
  return (
    <fieldset className="assistant-picker">
      <legend className="sr-only">{callCopy.chooseAgent}</legend>
      <div className="assistant-choices">
        {assistants.map(({ slug, name }) => (
          <label key={slug} className="assistant-choice">
            <input
              type="radio"
              name="assistant"
              className="sr-only"
              checked={slug === chosenSlug}
              onChange={() => onChoose(slug)}
            />
            {name}
          </label>
        ))}
      </div>
      <p className="assistant-description" aria-live="polite">
        {chosen?.description}
      </p>
    </fieldset>
  );
}
