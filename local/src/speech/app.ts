// An OpenAI-compatible server for machines without a key: speech in, language, speech out.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isLoopbackHost } from '../loopback-host.ts';
import { answerError, OpenAiError } from './openai-error.ts';
import { addChatCompletions } from './routes/chat-completions.ts';
import { addEmbeddings } from './routes/embeddings.ts';
import { addModels } from './routes/models.ts';
import { addSandbox } from './routes/sandbox.ts';
import { addSpeech } from './routes/speech.ts';
import { addTranscriptions } from './routes/transcriptions.ts';
import type { SpeechServices } from './services.ts';

const AUDIO_BYTES_MAX = 25 * 1024 * 1024;
const JSON_BYTES_MAX = 4 * 1024 * 1024;

const limitBody = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new OpenAiError(413, 'The body is too large.', { code: 'body_too_large' });
    },
  });

/** The server's routes; it listens nowhere by itself. */
export function createSpeechApp(services: SpeechServices): Hono {
  const app = new Hono();
  app.onError((error, context) => answerError(error, context, services.onBug));
  app.notFound((context) => {
    const error = new OpenAiError(404, `There is no ${context.req.method} ${context.req.path}.`, {
      type: 'not_found_error',
    });
    return answerError(error, context, services.onBug);
  });
  app.get('/health', (context) =>
    context.json({ status: 'ok', understandsVoice: services.recognizer !== null }),
  );

  // Web pages of strangers reach loopback too. They cannot set this header without being asked first,
  // and a name of theirs that points here is not ours.
  app.use(async (context, next) => {
    if (!isLoopbackHost(context.req.url)) {
      throw new OpenAiError(403, 'The sandbox answers on this machine only.');
    }
    if (!context.req.header('authorization')?.startsWith('Bearer ')) {
      const message = 'Send any key: Authorization: Bearer sandbox';
      throw new OpenAiError(401, message, {
        type: 'authentication_error',
        code: 'invalid_api_key',
      });
    }
    await next();
  });
  app.use('/v1/audio/transcriptions', limitBody(AUDIO_BYTES_MAX));
  for (const path of ['/v1/chat/*', '/v1/embeddings', '/v1/audio/speech', '/sandbox/*']) {
    app.use(path, limitBody(JSON_BYTES_MAX));
  }
  addTranscriptions(app, services);
  addSpeech(app, services);
  addChatCompletions(app, services);
  addEmbeddings(app);
  addModels(app);
  if (services.allowsFaults) addSandbox(app, services);
  return app;
}
