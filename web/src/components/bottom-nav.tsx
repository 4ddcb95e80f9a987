// Navigation under the thumb, on phones.
import { CircleUserRound, History, Hourglass, Phone } from 'lucide-react';
import type { ComponentType } from 'react';
import { Link, useRoute } from 'wouter';
import { shellCopy } from '../copy/shell.ts';

type Icon = ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>;

const links: [string, string, Icon][] = [
  ['/talk', shellCopy.talk, Phone],
  ['/history', shellCopy.history, History],
  ['/buy', shellCopy.buy, Hourglass],
  ['/account', shellCopy.account, CircleUserRound],
];

/** Talk, History, Buy and Account. */
export function BottomNav() {
  return (
    <nav aria-label={shellCopy.mainNavigation} className="bottom-nav">
      {links.map(([href, label, Icon]) => (
        <BottomLink key={href} href={href} label={label} Icon={Icon} />
      ))}
    </nav>
  );
}

function BottomLink({ href, label, Icon }: { href: string; label: string; Icon: Icon }) {
  const [isHere] = useRoute(`${href}/*?`);
  return (
    <Link href={href} aria-current={isHere ? 'page' : undefined}>
      <Icon className="size-5" aria-hidden="true" />
      {label}
    </Link>
  );
}
