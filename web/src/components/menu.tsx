// The look of every menu, on Radix's behaviour.
import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

const itemClass =
  'flex min-h-11 cursor-pointer items-center gap-2 rounded-control px-3 text-sm outline-none ' +
  'data-[highlighted]:bg-sunken data-[highlighted]:outline-2 data-[highlighted]:-outline-offset-2 ' +
  'data-[highlighted]:outline-focus';

/** The floating panel of a menu. */
export function MenuPanel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content align="end" sideOffset={8} collisionPadding={8} className="menu-panel">
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** A heading within a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-3 pt-2 pb-1 text-xs font-medium text-muted">
      {children}
    </DropdownMenu.Label>
  );
}

/** A thing to do. With `asChild`, its only child is the link that does it. */
export function MenuItem(props: { onSelect?: () => void; asChild?: boolean; children: ReactNode }) {
  return <DropdownMenu.Item className={itemClass} {...props} />;
}

/** One of several choices; the chosen one carries a tick. */
export function MenuRadio({ value, children }: { value: string; children: ReactNode }) {
  return (
    <DropdownMenu.RadioItem value={value} className={itemClass}>
      <span className="w-4 flex-none">
        <DropdownMenu.ItemIndicator>
          <Check className="size-4" aria-hidden="true" />
        </DropdownMenu.ItemIndicator>
      </span>
      {children}
    </DropdownMenu.RadioItem>
  );
}
