// Everything that ever changed the account's time, in plain words.
// biome-ignore-all lint/a11y/noRedundantRoles: laying a table out as cards takes its roles away.
import type { LedgerEntry } from '@mindbot/sdk';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../components/button.tsx';
import { LoadingLines } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { accountCopy } from '../copy/account.ts';
import { failureText } from '../failure-text.ts';
import { formatDay } from '../format.ts';
import { useServices } from '../services.tsx';
import { ledgerLine } from './ledger-line.ts';

const PAGE_SIZE = 20;

/** The ledger: a table, which phones lay out as cards. */
export function Ledger() {
  const { client } = useServices();
  const [items, setItems] = useState<LedgerEntry[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [wanted, setWanted] = useState<{ after: string | null }>({ after: null });

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const params = { limit: PAGE_SIZE, cursor: wanted.after ?? undefined };
    void client.ledgerEntries.list(params, { signal }).then(({ data, error }) => {
      if (signal.aborted) return;
      setFailure(error ? failureText(error.code) : null);
      if (error) return;
      setItems((old) => (wanted.after === null ? data.items : [...(old ?? []), ...data.items]));
      setCursor(data.nextCursor);
    });
    return () => controller.abort();
  }, [client, wanted]);

  if (failure && items === null) return <Notice tone="failure">{failure}</Notice>;
  if (items === null) return <LoadingLines />;
  if (items.length === 0) return <p className="text-muted">{accountCopy.noEntries}</p>;
  return (
    <>
      <LedgerTable entries={items} />
      {failure && <Notice tone="failure">{failure}</Notice>}
      {cursor && (
        <Button className="mt-4" onClick={() => setWanted({ after: cursor })}>
          {accountCopy.loadMore}
        </Button>
      )}
    </>
  );
}

function LedgerTable({ entries }: { entries: LedgerEntry[] }) {
  return (
    <table className="ledger" role="table">
      <thead role="rowgroup">
        <tr role="row">
          {[accountCopy.when, accountCopy.what, accountCopy.change, accountCopy.balance].map(
            (name) => (
              <th key={name} scope="col" role="columnheader">
                {name}
              </th>
            ),
          )}
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
  const { what, change, isAdded, balance } = ledgerLine(entry);
  return (
    <tr role="row">
      <td role="cell" className="text-muted">
        {formatDay(entry.createdAt)}
      </td>
      <td role="cell">
        {entry.voiceSessionId ? (
          <Link href={`/calls/${entry.voiceSessionId}`} className="link">
            {what}
          </Link>
        ) : (
          what
        )}
      </td>
      <td role="cell" className="tabular" data-added={isAdded}>
        {change}
      </td>
      <td role="cell" className="tabular text-muted">
        {balance}
      </td>
    </tr>
  );
}
