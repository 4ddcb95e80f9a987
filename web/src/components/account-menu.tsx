// The menu of the signed-in person.
import { DropdownMenu } from 'radix-ui';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { shellCopy } from '../copy/shell.ts';
import { useServices } from '../services.tsx';
import { changeSettings, type Settings, useSettings } from '../settings.ts';
import type { MenuProps } from './lazy-menu.tsx';
import { MenuItem, MenuLabel, MenuPanel, MenuRadio } from './menu.tsx';

const themes: [Settings['theme'], string][] = [
  ['system', shellCopy.themeSystem],
  ['light', shellCopy.themeLight],
  ['dark', shellCopy.themeDark],
];

/** Account, theme and signing out. */
export default function AccountMenu({ icon, label, isOpenAtFirst }: MenuProps) {
  const { auth } = useServices();
  const { theme } = useSettings();
  const [email, setEmail] = useState<string | null>(null);
  useEffect(() => {
    void auth.getEmail().then(setEmail);
  }, [auth]);
  return (
    // Not modal, because the scroll lock of a modal menu needs an inline style.
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst}>
      <DropdownMenu.Trigger className="icon-button" aria-label={label}>
        {icon}
      </DropdownMenu.Trigger>
      <MenuPanel>
        {email && (
          <MenuLabel>
            {shellCopy.signedInAs}
            <span className="block max-w-60 truncate text-sm text-ink">{email}</span>
          </MenuLabel>
        )}
        <MenuItem asChild>
          <Link href="/account">{shellCopy.account}</Link>
        </MenuItem>
        <MenuLabel>{shellCopy.theme}</MenuLabel>
        <DropdownMenu.RadioGroup
          aria-label={shellCopy.theme}
          value={theme}
          onValueChange={(value) => changeSettings({ theme: value as Settings['theme'] })}
        >
          {themes.map(([value, label]) => (
            <MenuRadio key={value} value={value}>
              {label}
            </MenuRadio>
          ))}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <MenuItem onSelect={() => void auth.signOut()}>{shellCopy.signOut}</MenuItem>
      </MenuPanel>
    </DropdownMenu.Root>
  );
}
