// The one button of the client, in its few looks, so that targets and focus are right everywhere.
import type { ButtonHTMLAttributes } from 'react';

/** How a button looks: at most one `primary` on a screen; `danger` ends or deletes. */
export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook };

const shape =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-4 font-medium ' +
  'transition-colors no-underline disabled:cursor-not-allowed disabled:opacity-60';

const looks: Record<ButtonLook, string> = {
  primary: 'border border-transparent bg-spruce text-on-spruce hover:bg-spruce/90',
  secondary: 'border border-edge bg-surface text-ink hover:border-ink hover:bg-sunken',
  quiet: 'border border-transparent text-spruce hover:bg-spruce-soft',
  danger: 'border border-brick bg-surface text-brick hover:bg-brick-soft',
};

/** Classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = 'secondary', extra = ''): string {
  return `${shape} ${looks[look]} ${extra}`;
}

/** A button; `type` is "button" unless a form's submit is asked for. */
export function Button({ look, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />;
}
