// The mark of MindBot: a ring that has begun to drain, with the voice in its middle.

/** The logo; its text is the accessible name of whatever holds it. */
export function Logo({ name }: { name: string }) {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-bold tracking-tight whitespace-nowrap">
      <svg viewBox="0 0 32 32" className="size-7 flex-none" fill="none" aria-hidden="true">
        <circle className="stroke-line" cx="16" cy="16" r="12.5" strokeWidth="5" />
        <path className="stroke-spruce" d="M16 3.5a12.5 12.5 0 1 0 12.5 12.5" strokeWidth="5" />
        <circle className="fill-spruce" cx="16" cy="16" r="4" />
      </svg>
      <span className="logo-name">{name}</span>
    </span>
  );
}
