// Everything that ever changed the account's time, in plain words.
// biome-ignore-all lint/a11y/noRedundantRoles: laying a table out as cards takes its roles away.
import type { LedgerEntry } from '@mindbot/sdk';
import { Link } from 'wouter';
import { LoadedPages } from '../components/loaded-pages.tsx';
import { ledgerTableCopy } from '../copy/account.ts';
import { formatDay } from '../format.ts';
import { useLiveEvent } from '../live-events/use-live-events.ts';
import { useServices } from '../services.tsx';
import { usePages } from '../use-pages.ts';
import { ledgerLine } from './ledger-line.ts';

const PAGE_SIZE = 10;

const { when, what, change, balance } = ledgerTableCopy;

/** The ledger: a table, which phones lay out as cards. */
export function Ledger() {
  const { client } = useServices();
  const pages = usePages<LedgerEntry>(PAGE_SIZE, (params, options) =>
    client.ledgerEntries.list(params, options),
  );
  useLiveEvent(({ type }) => {
    if (type === 'balance_changed' || type === 'ready') pages.reload();
  });
  return (
    <LoadedPages
      pages={pages}
      more={ledgerTableCopy.loadMore}
      empty={<p className="text-muted">{ledgerTableCopy.none}</p>}
    >
      {(entries) => <LedgerTable entries={entries} />}
    </LoadedPages>
  );
}

function LedgerTable({ entries }: { entries: LedgerEntry[] }) {
  return (
    <table className="ledger" role="table">
      <thead role="rowgroup">
        <tr role="row">
          {[when, what, change, balance].map((name) => (
            <th key={name} scope="col" role="columnheader">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {entries.map((entry) => (
          <LedgerRow key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

function LedgerRow({ entry }: { entry: LedgerEntry }) {
  const line = ledgerLine(entry);
  return (
    <tr role="row">
      <td role="cell" className="text-muted">
        {formatDay(entry.createdAt)}
      </td>
      <td role="cell">
        {entry.voiceSessionId ? (
          <Link href={`/calls/${entry.voiceSessionId}`} className="link">
            {line.what}
          </Link>
        ) : (
          line.what
        )}
      </td>
      <td role="cell" className="tabular" data-added={line.isAdded}>
        {line.change}
      </td>
      <td role="cell" className="tabular text-muted">
        {line.balance}
      </td>
    </tr>
  );
}
