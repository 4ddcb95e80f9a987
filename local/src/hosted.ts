// Which parts of the service are hosted elsewhere, by the variables that are set.
import { EnvironmentError } from '@mindbot/platform/env';

/** True for each part that needs nothing of its own on this machine. */
export type HostedParts = {
  supabase: boolean;
  livekit: boolean;
  speech: boolean;
  email: boolean;
  stripe: boolean;
};

type Environment = Record<string, string | undefined>;

const groups = {
  supabase: ['DATABASE_URL', 'SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_JWT_SECRET'],
  livekit: ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'],
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'],
} as const;

function isWhole(name: keyof typeof groups, environment: Environment): boolean {
  const missing = groups[name].filter((variable) => !environment[variable]);
  if (missing.length === 0) return true;
  if (missing.length === groups[name].length) return false;
  const present = groups[name].filter((variable) => environment[variable]);
  throw new EnvironmentError(
    `${present.join(', ')} is set, but ${missing.join(', ')} is not. Set all of them to use a ` +
      `hosted ${name}, or none to have it on this machine.`,
  );
}

function isSpeechHosted(environment: Environment): boolean {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = environment;
  if (OPENAI_API_KEY || OPENAI_BASE_URL) return true;
  const own = ['STT', 'LLM', 'TTS'].filter(
    (part) => environment[`${part}_BASE_URL`] || environment[`${part}_API_KEY`],
  );
  // A part with a server of its own leaves the others to the sandbox.
  return own.length === 3;
}

/**
 * Reads which parts are hosted.
 * @throws {EnvironmentError} when only some of a group's variables are set.
 */
export function readHostedParts(environment: Environment): HostedParts {
  return {
    supabase: isWhole('supabase', environment),
    livekit: isWhole('livekit', environment),
    speech: isSpeechHosted(environment),
    email: Boolean(environment.SMTP_URL),
    stripe: isWhole('stripe', environment),
  };
}
