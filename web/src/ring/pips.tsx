// The six pips of the last half minute: five seconds each, countable at a glance.
const PIPS = [1, 2, 3, 4, 5, 6];

/** Six pips of which `lit` are still to come; hidden from assistive technology, the text says it. */
export function Pips({ lit }: { lit: number }) {
  return (
    <div className="mt-1 flex gap-1" aria-hidden="true">
      {PIPS.map((pip) => (
        <span key={pip} className="ring-pip" data-lit={pip <= lit} />
      ))}
    </div>
  );
}
