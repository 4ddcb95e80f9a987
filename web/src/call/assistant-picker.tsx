// Lets a person choose whom to talk to, where there is a choice.
import type { Assistant } from '@mindbot/sdk';
import { callCopy } from '../copy/call.ts';

type AssistantPickerProps = {
  assistants: readonly Assistant[];
  chosenSlug: string;
  onChoose: (slug: string) => void;
};

/** The agents as radio buttons; nothing when there is only one. */
export function AssistantPicker({ assistants, chosenSlug, onChoose }: AssistantPickerProps) {
  if (assistants.length < 2) return null;
  return (
    <fieldset className="assistant-picker">
      <legend className="sr-only">{callCopy.chooseAgent}</legend>
      {assistants.map(({ slug, name, description }) => (
        <label key={slug} className="assistant-choice">
          <input
            type="radio"
            name="assistant"
            className="sr-only"
            checked={slug === chosenSlug}
            onChange={() => onChoose(slug)}
          />
          <span className="font-medium">{name}</span>
          {description && <span className="assistant-description">{description}</span>}
        </label>
      ))}
    </fieldset>
  );
}
