// Remembers in this tab which call runs, so that a reload leads to it or its receipt, never to silence.

const STORAGE_KEY = 'mindbot.call';

/** Notes the running call, or with null that there is none. */
export function rememberCall(voiceSessionId: string | null): void {
  try {
    if (voiceSessionId === null) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, voiceSessionId);
  } catch {
    // Storage can be blocked; a reload then starts from the talk page.
  }
}

/** The call that ran when the page was left, told once. */
export function takeRememberedCall(): string | null {
  try {
    const voiceSessionId = sessionStorage.getItem(STORAGE_KEY);
    sessionStorage.removeItem(STORAGE_KEY);
    return voiceSessionId;
  } catch {
    return null;
  }
}
