// A labelled input with hint and error tied to it, so that every form explains itself alike.
import { type InputHTMLAttributes, useId } from 'react';

type TextFieldProps = InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  hint?: string;
  error?: string | null;
  /** A control inside the field's end, such as showing a password. */
  trailing?: React.ReactNode;
};

/** Classes of every box a person types or chooses in. */
export const inputClass =
  'min-h-11 w-full rounded-control border border-edge bg-surface px-3 text-base text-ink ' +
  'hover:border-ink aria-invalid:border-brick';

/** An input with its label above, and beneath it the hint or, when wrong, the error. */
export function TextField({ label, hint, error, trailing, className, ...rest }: TextFieldProps) {
  const id = useId();
  const messageId = `${id}-message`;
  const message = error ?? hint;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          className={`${inputClass} ${trailing ? 'pe-12' : ''} ${className ?? ''}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={message ? messageId : undefined}
          {...rest}
        />
        {trailing && <div className="absolute inset-y-0 end-0 flex items-center">{trailing}</div>}
      </div>
      {message && (
        <p id={messageId} className={`text-sm ${error ? 'text-brick' : 'text-muted'}`}>
          {message}
        </p>
      )}
    </div>
  );
}
