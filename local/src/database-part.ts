// Runs the database side of the stack: Postgres, its migrations, mail, and Supabase in front of it.
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MailPart } from './mail-part.ts';
import { applyMigrations } from './migrations.ts';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import type { StackContext } from './stack-context.ts';
import { startSupabase } from './supabase.ts';

/** The database side once it works. */
export type DatabasePart = {
  /** Empty when it is hosted: the settings name it then. */
  databaseUrl: string;
  supabaseUrl: string;
  /** Applies the migrations that are new; those of a hosted database are applied by hand. */
  migrate: () => Promise<void>;
  /**
   * Stops Postgres and what stands on it, waits, and starts both again on the same ports. `kill` ends
   * the server as a crash would, without a word to anybody.
   */
  restartPostgres: (downMs: number, how: 'stop' | 'kill') => Promise<void>;
};

/** Postgres, watched: without it nothing goes on. */
async function runPostgres(context: StackContext) {
  let current: RunningPostgres;
  let isExpectedToEnd = false;
  const start = async () => {
    isExpectedToEnd = false;
    const started = await startPostgres({
      dataDir: resolve(context.dataDir, 'postgres'),
      port: context.ports.postgres,
      isDurable: context.isDurable,
      onLog: context.lineSink('postgres'),
    });
    current = started;
    context.processes.record('postgres', started.pid);
    void started.ended.then((code) => {
      if (current !== started || isExpectedToEnd) return;
      context.onDeath(`postgres ended by itself (code ${code})`);
    });
    return started;
  };
  const stop = async () => {
    isExpectedToEnd = true;
    await current.stop();
    context.processes.record('postgres', null);
  };
  const { url } = await start();
  const restart = async (downMs: number, how: 'stop' | 'kill') => {
    if (how === 'kill') {
      isExpectedToEnd = true;
      process.kill(current.pid, 'SIGKILL');
      // Its backends hold its output open: once that has ended, none of them is left.
      await current.ended;
    }
    await stop();
    await delay(downMs);
    await start();
  };
  return { url, stop, restart };
}

/** Starts what is not hosted, each thing once the one below it works. */
export async function startDatabase(context: StackContext, mail: MailPart): Promise<DatabasePart> {
  const { hosted, secrets, settings, ports, signal } = context;
  if (hosted.supabase) {
    const restartPostgres = async () => {
      throw new Error('This stack runs no Postgres of its own.');
    };
    const supabaseUrl = settings.SUPABASE_URL ?? '';
    return { databaseUrl: '', supabaseUrl, migrate: async () => {}, restartPostgres };
  }
  context.progress('starting Postgres');
  const postgres = await runPostgres(context);
  context.stops.add('postgres', postgres.stop);
  signal.throwIfAborted();
  const migrate = async () => {
    const { applied } = await applyMigrations(postgres.url);
    if (applied.length > 0) context.progress(`applied ${applied.length} migrations`);
  };
  await migrate();
  signal.throwIfAborted();
  const runSupabase = () =>
    startSupabase({
      databaseUrl: postgres.url,
      port: ports.supabase,
      jwtSecret: secrets.supabaseJwtSecret,
      publishableKey: secrets.supabasePublishableKey,
      secretKey: secrets.supabaseSecretKey,
      siteUrl: context.url,
      sendEmail: mail.send,
      studio: true,
    });
  let supabase = await runSupabase();
  context.stops.add('supabase', () => supabase.stop());
  context.progress('Postgres and Supabase are ready');
  return {
    databaseUrl: postgres.url,
    supabaseUrl: supabase.url,
    migrate,
    // The stand-in shares this process, and its database driver throws where nobody can catch it
    // when a server vanishes under a statement: it is away for as long as its database.
    restartPostgres: async (downMs, how) => {
      await supabase.stop();
      await postgres.restart(downMs, how);
      supabase = await runSupabase();
    },
  };
}
