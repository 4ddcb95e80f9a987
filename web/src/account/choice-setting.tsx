// A setting with a few values, as radio buttons in a row.
import { useId } from 'react';

type ChoiceSettingProps<Value extends string> = {
  label: string;
  value: Value;
  choices: [Value, string][];
  onChange: (value: Value) => void;
};

/** The label, and every value in sight. */
export function ChoiceSetting<Value extends string>(props: ChoiceSettingProps<Value>) {
  const name = useId();
  return (
    <fieldset className="setting">
      <legend className="float-start me-auto pe-4 font-medium">{props.label}</legend>
      <div className="choice-row">
        {props.choices.map(([value, label]) => (
          <label key={value} className="choice">
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
