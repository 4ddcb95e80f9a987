// Hands the notices to the shell of signed-in pages, and keeps them fresh by the event stream.
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useCall } from '../call/use-call.ts';
import { noticesCopy } from '../copy/notices.ts';
import { useLiveEvent } from '../live-events/use-live-events.ts';
import { fillMessage } from '../message.ts';
import { useServices } from '../services.tsx';
import { canInterrupt } from './can-interrupt.ts';
import { createNoticeStore, type NoticeState, type NoticeStore } from './notice-store.ts';

const NoticesContext = createContext<NoticeStore | null>(null);

/** Owns the notices of a signed-in person; used once, above everything that shows them. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const { client } = useServices();
  const [store] = useState(() => createNoticeStore(client));
  useEffect(() => void store.refresh(), [store]);
  useLiveEvent((event) => {
    if (event.type === 'ready') void store.refresh();
    if (event.type === 'notice_created') void store.refresh(event.noticeId);
  });
  return (
    <NoticesContext.Provider value={store}>
      <NoticeVoice store={store} />
      {children}
    </NoticesContext.Provider>
  );
}

/** Has a fresh notice said once, politely, as soon as it may interrupt. */
function NoticeVoice({ store }: { store: NoticeStore }) {
  const { call } = useServices();
  const { fresh } = useSyncExternalStore(store.subscribe, store.getState);
  const state = useCall();
  const spokenId = useRef<string | null>(null);
  const isAllowed = fresh !== null && canInterrupt(state, fresh.kind);
  useEffect(() => {
    if (fresh === null || !isAllowed || spokenId.current === fresh.id) return;
    const { id, title, text } = fresh;
    spokenId.current = id;
    call.say({ text: fillMessage(noticesCopy.spoken, { title, text }), politeness: 'polite' });
  }, [fresh, isAllowed, call]);
  return null;
}

/**
 * The notices' store.
 * @throws {Error} outside a {@link NoticesProvider}.
 */
export function useNoticeStore(): NoticeStore {
  const store = useContext(NoticesContext);
  if (store === null) throw new Error('Notices are used outside their provider');
  return store;
}

/** What is known of the notices; the component is drawn again whenever it changes. */
export function useNotices(): NoticeState {
  const store = useNoticeStore();
  return useSyncExternalStore(store.subscribe, store.getState);
}
