// Past calls: a list to search, and beside it what was said.
import { useState } from 'react';
import { usePageTitle } from '../components/page.tsx';
import { MAIN_ID } from '../components/skip-link.tsx';
import { historyCopy } from '../copy/history.ts';
import { CallList } from '../history/call-list.tsx';
import { type CallFilter, HistoryFilter, NO_FILTER } from '../history/history-filter.tsx';
import { TranscriptDetail } from '../history/transcript-detail.tsx';

/** The pages `/history` and `/history/:id`; on phones the list or the detail, elsewhere both. */
export default function History({ id }: { id?: string }) {
  const headingRef = usePageTitle(historyCopy.title);
  const [filter, setFilter] = useState<CallFilter>(NO_FILTER);
  const [round, setRound] = useState(0);
  return (
    <main id={MAIN_ID} tabIndex={-1} className="history" data-has-detail={id !== undefined}>
      <h1 ref={headingRef} tabIndex={-1} className="history-title">
        {historyCopy.title}
      </h1>
      <div className="history-list">
        <HistoryFilter filter={filter} onChange={setFilter} />
        <CallList
          key={`${JSON.stringify(filter)} ${round}`}
          filter={filter}
          chosenId={id}
          onClear={() => setFilter(NO_FILTER)}
        />
      </div>
      <div className="history-detail">
        {id === undefined ? (
          <p className="text-muted">{historyCopy.chooseCall}</p>
        ) : (
          <TranscriptDetail key={id} id={id} onDeleted={() => setRound(round + 1)} />
        )}
      </div>
    </main>
  );
}
