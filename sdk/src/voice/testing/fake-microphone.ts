// Stands in for the browser's microphone in tests of a call.
import { vi } from 'vitest';

/** A device track that notes whether it was let go. */
class FakeMediaTrack {
  isStopped = false;
  stop(): void {
    this.isStopped = true;
  }
}

/** What the browser under test has and says. */
export interface FakeMicrophone {
  tracks: FakeMediaTrack[];
  constraints: MediaStreamConstraints[];
  /** The user's answer to the question, when one is asked; pending until called. */
  answer: (outcome: 'allow' | Error) => void;
}

/**
 * Gives `navigator` a microphone, until `vi.unstubAllGlobals()`.
 * @param permission `granted` opens at once, `prompt` waits for `answer`, an error refuses.
 */
export function stubMicrophone(permission: 'granted' | 'prompt' | Error): FakeMicrophone {
  const microphone: FakeMicrophone = { tracks: [], constraints: [], answer: () => {} };
  const open = () => {
    const track = new FakeMediaTrack();
    microphone.tracks.push(track);
    return { getAudioTracks: () => [track] };
  };
  const getUserMedia = (constraints: MediaStreamConstraints) => {
    microphone.constraints.push(constraints);
    if (permission === 'granted') return Promise.resolve(open());
    if (permission instanceof Error) return Promise.reject(permission);
    return new Promise((resolve, reject) => {
      microphone.answer = (outcome) => (outcome === 'allow' ? resolve(open()) : reject(outcome));
    });
  };
  const query = async () => ({ state: permission === 'granted' ? 'granted' : 'prompt' });
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia }, permissions: { query } });
  return microphone;
}

/** What `getUserMedia` rejects with. */
export const deviceError = (name: string): Error => new DOMException('No.', name);
