// The words tests of notices are written in: what a user was told, and what is left to be done.
import { randomUUID } from 'node:crypto';
import {
  type Actor,
  DEFAULT_ORGANIZATION_ID,
  type TestUser,
} from '../../tests/support/database.ts';

/** Tells a user something, as the functions of the rules do; null when it was told before. */
export async function tell(
  db: Actor,
  user: TestUser,
  kind: string,
  data: Record<string, unknown> = {},
  key: string = randomUUID(),
): Promise<string | null> {
  const { id } = await db.row<{ id: string | null }>(
    'select private.create_notice($1, $2, $3, $4, $5) as id',
    [user.userId, DEFAULT_ORGANIZATION_ID, kind, data, key],
  );
  return id;
}

/** What a user was told, oldest first. */
export const noticesOf = (db: Actor, user: TestUser) =>
  db.rows<{ kind: string; data: Record<string, unknown> }>(
    'select kind, data from notices where user_id = $1 order by created_at',
    [user.userId],
  );

/** The tasks of a name that wait for one of these records. */
export const tasksOf = (db: Actor, task: string, ids: (string | null)[]) =>
  db.rows<{ payload: Record<string, string> }>(
    `select j.payload from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = $1
       and exists (select from jsonb_each_text(j.payload::jsonb) e where e.value = any ($2))`,
    [task, ids],
  );
