// Carries out what the meter decides, with the voice and the room of a call.
import type { Announcer } from './announcer.ts';
import type { CallEffects } from './call-effects.ts';
import { phrases } from './phrases.ts';
import type { Publisher } from './publisher.ts';

/** The effects of a running call; how it is left is the call's own affair. */
export function createCallEffects(
  announcer: Announcer,
  publisher: Publisher,
  leave: CallEffects['leave'],
): CallEffects {
  return {
    publishTime: (snapshot, options) => publisher.publishTime(snapshot, options),
    publishEvent: (event) => publisher.publishEvent(event),
    sayLowTime: (remainingMs) => void announcer.say(phrases.lowTime(remainingMs)),
    sayTimeAdded: (remainingMs, { wasLeaving }) => {
      if (wasLeaving) announcer.stop();
      void announcer.say(
        wasLeaving ? phrases.timeAddedWhileLeaving : phrases.timeAdded(remainingMs),
      );
    },
    sayServiceBack: () => {
      announcer.stop();
      void announcer.say(phrases.serviceBack);
    },
    askPresence: () => void announcer.say(phrases.askPresence),
    prepareGoodbye: (kind) => announcer.prepareGoodbye(kind),
    sayGoodbye: (kind) => announcer.sayGoodbye(kind),
    stopSpeech: () => announcer.stop(),
    leave,
  };
}
