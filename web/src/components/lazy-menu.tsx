// Loads a menu at the first press of its button: its library is half as large as all other screens.
import { type ComponentType, type ReactNode, Suspense, useState } from 'react';

/** What a menu gets to draw its button, and whether it is to be open at once. */
export type MenuProps = { icon: ReactNode; label: string; isOpenAtFirst: boolean };

type LazyMenuProps<Rest> = {
  icon: ReactNode;
  label: string;
  /** The menu, made by `lazy`. */
  Menu: ComponentType<MenuProps & Rest>;
  rest: Rest;
};

/** A button that becomes the menu when it is pressed. */
export function LazyMenu<Rest extends object>({ icon, label, Menu, rest }: LazyMenuProps<Rest>) {
  const [isWanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      className="icon-button"
      aria-haspopup="menu"
      aria-expanded="false"
      aria-label={label}
      onClick={() => setWanted(true)}
    >
      {icon}
    </button>
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <Menu icon={icon} label={label} isOpenAtFirst {...rest} />
    </Suspense>
  );
}
