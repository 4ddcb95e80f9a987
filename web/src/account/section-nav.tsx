// Leads to the sections of the account page: a list beside them, on phones one that opens.
import { ChevronDown } from 'lucide-react';
import { useRef } from 'react';
import { accountCopy } from '../copy/account.ts';

type SectionNavProps = { sections: readonly (readonly [id: string, name: string])[] };

/** The sections by name. */
export function SectionNav({ sections }: SectionNavProps) {
  const jumpRef = useRef<HTMLDetailsElement>(null);
  const links = sections.map(([id, name]) => (
    <a key={id} href={`#${id}`} onClick={() => jumpRef.current?.removeAttribute('open')}>
      {name}
    </a>
  ));
  return (
    <>
      <nav aria-label={accountCopy.sections} className="section-nav">
        {links}
      </nav>
      <details ref={jumpRef} className="section-jump">
        <summary>
          {accountCopy.jump}
          <ChevronDown className="jump-chevron size-4" aria-hidden="true" />
        </summary>
        <nav aria-label={accountCopy.sections}>{links}</nav>
      </details>
    </>
  );
}
