// The baseline: a call as LiveKit's starter makes it, with our voice settings and nothing of ours else.
// No ledger, no meter, no transcript, no watching of presence, no guard around the session.
import { defineAgent, initializeLogger, type JobProcess, type VAD, voice } from '@livekit/agents';
import { createVoiceDetector } from '../../../agent/src/agent.ts';
import { readAgentEnvironment } from '../../../agent/src/environment.ts';
import { ProviderHealth } from '../../../agent/src/provider-health.ts';
import { createSession } from '../../../agent/src/session.ts';
import { createSpeech } from '../../../agent/src/speech.ts';

/** What the starter is told with its dispatch. */
export interface StarterMetadata {
  greeting: string;
  userIdentity: string;
}

initializeLogger({ pretty: false, level: 'error' });
const env = readAgentEnvironment();

export default defineAgent({
  async prewarm(process_: JobProcess<{ vad?: VAD }>) {
    process_.userData.vad = createVoiceDetector(env);
    // The model is loaded with the first stream.
    process_.userData.vad.stream().close();
  },
  async entry(ctx) {
    const vad = (ctx.proc.userData as { vad?: VAD }).vad ?? createVoiceDetector(env);
    const { greeting, userIdentity }: StarterMetadata = JSON.parse(ctx.job.metadata);
    const assistant = { voice: 'alloy', language: 'en' };
    const speech = createSpeech(env, assistant, vad, new ProviderHealth(), () => undefined);
    const session = createSession({
      env,
      speech,
      vad,
      room: ctx.room,
      userIdentity,
      language: 'en',
    });
    const agent = new voice.Agent({ instructions: 'You are a helpful voice assistant.' });
    await session.start({ agent, room: ctx.room });
    await ctx.connect();
    session.say(greeting);
  },
});
