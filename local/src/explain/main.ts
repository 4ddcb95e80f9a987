// `npm run explain -- <id>`: tells what happened in a call, what failed, and why it cost what it did.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { findDatabaseUrl } from '../find-database.ts';
import { findCalls, readCall, readTroubledCalls } from './read-story.ts';
import { explainCall, listTroubled } from './write-explanation.ts';

const RECENT_CALLS = 10;
const projectDir = resolve(import.meta.dirname, '../../..');
const help = `npm run explain -- <voice session id, its first eight digits, room name, or request id>
npm run explain -- --recent    the last calls in trouble, and the newest of them in full

Asks DATABASE_URL, or the local stack's database. Changes nothing.`;

async function explain(wanted: string, database: pg.Client): Promise<number> {
  if (wanted === '--recent') {
    const calls = await readTroubledCalls(database, RECENT_CALLS);
    console.log(listTroubled(calls));
    const [newest] = calls;
    if (newest) console.log(`\n${explainCall(await readCall(database, newest.id), new Date())}`);
    return 0;
  }
  const ids = await findCalls(database, wanted);
  if (ids.length === 0) {
    console.error('There is no such call.');
    return 1;
  }
  const texts: string[] = [];
  for (const id of ids) texts.push(explainCall(await readCall(database, id), new Date()));
  console.log(texts.join('\n\n'));
  return 0;
}

async function main(): Promise<number> {
  const [wanted] = process.argv.slice(2);
  if (!wanted || wanted === '--help') {
    console.log(help);
    return wanted ? 0 : 1;
  }
  const dotenv = resolve(projectDir, '.env');
  if (existsSync(dotenv)) process.loadEnvFile(dotenv);
  const dataDir = resolve(process.env.MINDBOT_DATA_DIR || resolve(projectDir, '.mindbot'));
  const connectionString = findDatabaseUrl(process.env, dataDir);
  const database = new pg.Client({
    connectionString,
    application_name: 'mindbot-explain',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    options: '-c default_transaction_read_only=on',
  });
  await database.connect();
  try {
    return await explain(wanted, database);
  } finally {
    await database.end();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
