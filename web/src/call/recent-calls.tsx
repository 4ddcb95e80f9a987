// The last few calls beside the talk button, so that a receipt is never far.
import { Link } from 'wouter';
import { Loaded } from '../components/loaded.tsx';
import { callCopy } from '../copy/call.ts';
import { CallRow } from '../history/call-row.tsx';
import { useServices } from '../services.tsx';
import { useLoad } from '../use-load.ts';

const COUNT = 5;

/** A short list of the latest calls. */
export function RecentCalls() {
  const { client } = useServices();
  const load = useLoad('recent', (signal) =>
    client.voiceSessions.list({ limit: COUNT }, { signal }),
  );
  return (
    <section className="recent-calls" aria-labelledby="recent-calls">
      <h2 id="recent-calls" className="mb-2 text-sm font-bold text-muted">
        {callCopy.recentCalls}
      </h2>
      <Loaded load={load}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-sm text-muted">{callCopy.noRecentCalls}</p>
          ) : (
            <>
              <ul className="grid">
                {items.map((call) => (
                  <li key={call.id}>
                    <CallRow call={call} href={`/calls/${call.id}`} />
                  </li>
                ))}
              </ul>
              <Link href="/history" className="link mt-3 inline-flex min-h-11 items-center text-sm">
                {callCopy.allCalls}
              </Link>
            </>
          )
        }
      </Loaded>
    </section>
  );
}
