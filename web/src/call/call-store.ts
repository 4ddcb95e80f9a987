// Owns the one call of the page beyond any screen, so that looking elsewhere does not hang up.
import type { AudioLevels, ConnectOptions, VoiceCall, VoiceResult } from '@mindbot/sdk/voice';
import { getSettings } from '../settings.ts';
import { type Announcement, announce, announceCaption } from './announce.ts';
import { type CallEvent, type CallState, IDLE_STATE } from './call-state.ts';
import { failedSnapshot } from './failed-snapshot.ts';
import { reduceCall } from './reduce-call.ts';
import { rememberCall } from './remembered-call.ts';

/** How a call is to begin. */
export type StartOptions = {
  assistant?: string;
  /** Join this running call instead of starting one. */
  voiceSessionId?: string;
  isTypedOnly: boolean;
};

/** What the call store needs from outside. */
export type CallStoreOptions = {
  /** Starts a call; loads the voice library first, so it may reject when that cannot be had. */
  connect(options: ConnectOptions): Promise<VoiceCall>;
  /** A steady clock, in milliseconds. */
  now(): number;
};

/** The call of the page: its state, what the person can do, and what is to be spoken. */
export type CallStore = {
  getState(): CallState;
  subscribe(listener: () => void): () => void;
  onAnnouncement(listener: (announcement: Announcement) => void): () => void;
  /** Has the announcer say something the person asked for. */
  say(announcement: Announcement): void;
  getLevels(): AudioLevels;
  start(options: StartOptions): Promise<void>;
  /** Hangs up at any stage; before anyone answered it returns to the start. */
  end(): void;
  setMuted(isMuted: boolean): void;
  turnOnMicrophone(deviceId?: string): void;
  switchMicrophone(deviceId: string): void;
  interrupt(): void;
  /** Has the agent look at the account's time now. */
  recheckTime(): void;
  startAudio(): void;
  sendText(text: string): Promise<VoiceResult<unknown>>;
  dispatch(event: CallEvent): void;
  /** Lets waits grow long; by itself it is called twice a second. */
  tick(atMs?: number): void;
};

const TICK_MS = 500;
const SILENCE: AudioLevels = { user: 0, agent: 0 };

/** Makes the store; no call exists until {@link CallStore.start}. */
export function createCallStore({ connect, now }: CallStoreOptions): CallStore {
  const listeners = new Set<() => void>();
  const announcementListeners = new Set<(announcement: Announcement) => void>();
  let state: CallState = IDLE_STATE;
  let call: VoiceCall | null = null;
  let controller = new AbortController();
  let ticker: ReturnType<typeof setInterval> | undefined;

  const say = (announcement: Announcement) => {
    for (const listener of announcementListeners) listener(announcement);
  };
  const dispatch = (event: CallEvent, atMs = now()) => {
    const previous = state;
    state = reduceCall(previous, event, atMs);
    if (state === previous) return;
    for (const announcement of announce(previous, state)) say(announcement);
    const caption = getSettings().areCaptionsAnnounced && announceCaption(previous, state);
    if (caption) say(caption);
    for (const listener of listeners) listener();
  };
  const isOver = () => Boolean(state.snapshot?.ended ?? state.snapshot?.failure);

  const remember = () => rememberCall(isOver() ? null : (state.snapshot?.voiceSessionId ?? null));

  const follow = (next: VoiceCall) => {
    call = next;
    let mustMuteFirst = getSettings().isHoldToTalk;
    const update = () => {
      if (call !== next) return;
      dispatch({ type: 'snapshot', snapshot: next.snapshot });
      remember();
      if (mustMuteFirst && next.snapshot.microphone === 'on') {
        mustMuteFirst = false;
        void next.mute();
      }
      if (isOver()) clearInterval(ticker);
    };
    next.subscribe(update);
    update();
  };

  const start = async (options: StartOptions) => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    call = null;
    dispatch({ type: 'started', isTypedOnly: options.isTypedOnly });
    clearInterval(ticker);
    ticker = setInterval(() => dispatch({ type: 'tick' }), TICK_MS);
    try {
      const next = await connect({
        assistant: options.assistant,
        voiceSessionId: options.voiceSessionId,
        microphone: options.isTypedOnly ? false : getSettings().microphoneId || true,
        signal,
        on: handlers(dispatch),
      });
      if (!signal.aborted) follow(next);
    } catch {
      if (!signal.aborted) dispatch({ type: 'snapshot', snapshot: failedSnapshot() });
    }
  };

  return {
    getState: () => state,
    subscribe: (listener) => addTo(listeners, listener),
    onAnnouncement: (listener) => addTo(announcementListeners, listener),
    say,
    getLevels: () => call?.getLevels() ?? SILENCE,
    start,
    end() {
      const hasTimeRun = (state.snapshot?.time?.usedMs ?? 0) > 0;
      if (call && hasTimeRun) {
        void call.end();
        return;
      }
      controller.abort();
      call = null;
      clearInterval(ticker);
      dispatch({ type: 'reset' });
      remember();
    },
    setMuted: (isMuted) => void (isMuted ? call?.mute() : call?.unmute()),
    turnOnMicrophone: (deviceId) => void call?.enableMicrophone(deviceId),
    // The empty id stands for the default that the call already has.
    switchMicrophone: (deviceId) => void (deviceId && call?.setMicrophone(deviceId)),
    interrupt: () => void call?.interrupt(),
    recheckTime: () => void call?.recheckTime(),
    startAudio: () => void call?.startAudio(),
    sendText: async (text) =>
      call?.sendText(text) ?? { data: null, error: { code: 'not_connected', message: 'No call' } },
    dispatch,
    tick: (atMs) => dispatch({ type: 'tick' }, atMs),
  };
}

function handlers(dispatch: (event: CallEvent) => void): ConnectOptions['on'] {
  return {
    interrupted: () => dispatch({ type: 'interrupted' }),
    timeAdded: ({ addedMs }) => dispatch({ type: 'time_added', addedMs }),
    goodbye: () => dispatch({ type: 'goodbye' }),
    leadSaved: (lead) => dispatch({ type: 'lead_saved', ...lead }),
    ticketCreated: (ticket) => dispatch({ type: 'ticket_created', ...ticket }),
  };
}

function addTo<Listener>(set: Set<Listener>, listener: Listener): () => void {
  set.add(listener);
  return () => set.delete(listener);
}
