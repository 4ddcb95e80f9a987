// A person who signs up and calls, for tests and benches that need no browser.
import { createMindbotClient, type MindbotClient } from '@mindbot/sdk';
import { ChildCall, type ChildCallOptions } from './child-call.ts';
import { HeadlessCall, type HeadlessCallOptions } from './headless-call.ts';

/** Where the service is. */
export interface CallerOptions {
  apiUrl: string;
  supabaseUrl: string;
  publishableKey: string;
}

/** Somebody who can call once signed up or in. */
export interface Caller {
  readonly client: MindbotClient;
  /** @throws {Error} before signing up. */
  readonly accessToken: string;
  readonly userId: string;
  readonly email: string;
  /** Makes an account; a new address is invented when none is given. */
  signUp(email?: string, password?: string): Promise<void>;
  /** Signs in to an account there is. */
  signIn(email: string, password?: string): Promise<void>;
  /** Calls, in this process. */
  call(options?: HeadlessCallOptions): Promise<HeadlessCall>;
  /** Calls from a process of its own, which can be frozen or killed. */
  callFromChild(options?: ChildCallOptions): Promise<ChildCall>;
}

interface AuthAnswer {
  access_token?: string;
  user?: { id: string };
}

const PASSWORD = 'correct horse battery staple';

/** Makes a caller who is not signed in yet. */
export function createCaller({ apiUrl, supabaseUrl, publishableKey }: CallerOptions): Caller {
  const auth = { accessToken: '', userId: '', email: '' };
  const client = createMindbotClient({ baseUrl: apiUrl, getAccessToken: () => auth.accessToken });

  async function authenticate(path: string, email: string, password: string): Promise<void> {
    const response = await fetch(`${supabaseUrl}/auth/v1/${path}`, {
      method: 'POST',
      headers: { apikey: publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const answer = (await response.json()) as AuthAnswer;
    if (!response.ok || !answer.access_token) {
      throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    }
    Object.assign(auth, { accessToken: answer.access_token, userId: answer.user?.id, email });
  }

  return {
    client,
    get accessToken() {
      if (!auth.accessToken) throw new Error('The caller is not signed in: await signUp() first.');
      return auth.accessToken;
    },
    get userId() {
      return auth.userId;
    },
    get email() {
      return auth.email;
    },
    signUp: (email = `caller-${crypto.randomUUID()}@example.com`, password = PASSWORD) =>
      authenticate('signup', email, password),
    signIn: (email, password = PASSWORD) =>
      authenticate('token?grant_type=password', email, password),
    call: (options) => HeadlessCall.start(client, options),
    callFromChild: (options) => ChildCall.start({ apiUrl, accessToken: auth.accessToken }, options),
  };
}
