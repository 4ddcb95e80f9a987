// What users read of what happened, which mails they want, and how they end them without signing in.
import { describe, expect, test } from 'vitest';
import { tell } from '../../../supabase/tests/notice-scenario.ts';
import { useApi } from '../testing/use-api.ts';

const api = useApi();
const organizationId = '00000000-0000-4000-8000-000000000001';
const receipt = { timeMs: 1_800_000, amountMinor: 450, currency: 'EUR' };

describe('notices', () => {
  test('are listed in words, newest first, page by page, with how many are unread', async () => {
    const user = await api.db.signUp();
    await tell(api.db, await api.db.signUp(), 'receipt', receipt);
    await tell(api.db, user, 'low_time', { remainingMs: 240_000 });
    await tell(api.db, user, 'receipt', receipt);
    await tell(api.db, user, 'receipt', { ...receipt, receiptUrl: 'https://pay.example/1' });
    const first = await api.ask('GET', '/api/v1/notices?limit=2', { user });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      items: [
        { kind: 'receipt', url: 'https://pay.example/1', readAt: null },
        {
          kind: 'receipt',
          title: 'Your time has been added',
          text: 'Thank you. We added 30 min to your account.',
          url: '/account',
        },
      ],
      unreadCount: 3,
    });
    const next = `/api/v1/notices?limit=2&cursor=${first.body.nextCursor}`;
    const second = await api.ask('GET', next, { user });
    expect(second.body).toMatchObject({
      items: [{ kind: 'low_time', url: '/buy' }],
      nextCursor: null,
      unreadCount: 3,
    });
    expect(second.body.items[0].text).toContain('You have 4 min left.');
  });

  test('of a new user are none', async () => {
    const user = await api.db.signUp();
    const { body } = await api.ask('GET', '/api/v1/notices', { user });
    expect(body).toEqual({ items: [], nextCursor: null, unreadCount: 0 });
  });

  test("are marked as read, some or all; nobody marks another's", async () => {
    const [user, stranger] = [await api.db.signUp(), await api.db.signUp()];
    const id = await tell(api.db, user, 'receipt', receipt);
    await tell(api.db, user, 'receipt', receipt);
    const mark = (who: typeof user, ids: unknown) =>
      api.ask('POST', '/api/v1/notices/read', { user: who, body: { ids } });
    await mark(stranger, [id]);
    expect((await mark(user, [])).body).toEqual({ unreadCount: 2 });
    expect((await mark(user, [id])).body).toEqual({ unreadCount: 1 });
    expect((await mark(user, null)).body).toEqual({ unreadCount: 0 });
    const { body } = await api.ask('GET', '/api/v1/notices', { user });
    for (const { readAt } of body.items) expect(readAt).not.toBeNull();
    expect((await mark(user, ['x'])).status).toBe(422);
    expect((await mark(user, Array(101).fill(id))).status).toBe(422);
  });
});

const allWanted = {
  low_time: true,
  time_expiring: true,
  receipt: true,
  auto_top_up: true,
  referral: true,
  subscription: true,
};

describe('preferences', () => {
  test('want every mail until a user says otherwise', async () => {
    const user = await api.db.signUp();
    const get = () => api.ask('GET', '/api/v1/notice-preferences', { user });
    expect((await get()).body).toEqual({ email: allWanted });
    const email = { ...allWanted, receipt: false };
    const put = await api.ask('PUT', '/api/v1/notice-preferences', { user, body: { email } });
    expect([put.status, put.body]).toEqual([200, { email }]);
    expect((await get()).body).toEqual({ email });
    await api.ask('PUT', '/api/v1/notice-preferences', { user, body: { email: allWanted } });
    expect((await get()).body).toEqual({ email: allWanted });
  });

  test('cannot decline mails about money gone wrong, nor leave a topic open', async () => {
    const user = await api.db.signUp();
    for (const email of [{ ...allWanted, payment_failed: false }, { receipt: false }]) {
      const { status } = await api.ask('PUT', '/api/v1/notice-preferences', {
        user,
        body: { email },
      });
      expect(status).toBe(422);
    }
  });

  test("of a deleted user are nobody's", async () => {
    const user = await api.db.signUp();
    await api.db.rows('delete from auth.users where id = $1', [user.userId]);
    const { status } = await api.ask('PUT', '/api/v1/notice-preferences', {
      user,
      body: { email: allWanted },
    });
    expect(status).toBe(401);
  });
});

describe('unsubscribing', () => {
  const linkFor = async (userId: string) => {
    const token = await api.services.unsubscribeTokens.sign({
      userId,
      organizationId,
      topic: 'low_time',
    });
    return `/api/v1/unsubscribe?token=${token}`;
  };
  const isWanted = async (user: { userId: string; accountId: string; email: string }) =>
    (await api.ask('GET', '/api/v1/notice-preferences', { user })).body.email.low_time;

  test('asks first: a link that is merely opened changes nothing', async () => {
    const user = await api.db.signUp();
    const link = await linkFor(user.userId);
    const page = await api.send('GET', link);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain(`<form method="post" action="${link}">`);
    expect(await isWanted(user)).toBe(true);
  });

  test('needs one click, by our button or by a mail program, however often', async () => {
    const user = await api.db.signUp();
    const link = await linkFor(user.userId);
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const done = await api.send('POST', link, {
        body: 'List-Unsubscribe=One-Click',
        headers: { 'content-type': type },
      });
      expect(done.status).toBe(200);
      expect(await done.text()).toContain('no more mails about little time left');
      expect(await isWanted(user)).toBe(false);
    }
  });

  test('by a link that is not ours does nothing and says so', async () => {
    const user = await api.db.signUp();
    const link = await linkFor(user.userId);
    for (const bad of ['/api/v1/unsubscribe', `${link}x`, link.replace('.', '%20')]) {
      for (const method of ['GET', 'POST']) {
        const page = await api.send(method, bad);
        expect(page.status).toBe(404);
        expect(await page.text()).toContain('This link does not work');
      }
    }
    expect(await isWanted(user)).toBe(true);
  });

  test('of somebody who is gone is done all the same', async () => {
    const link = await linkFor('00000000-0000-4000-8000-00000000dead');
    expect((await api.send('POST', link)).status).toBe(200);
  });

  test('shows a page on which nothing can run and which keeps its address to itself', async () => {
    const page = await api.send('GET', await linkFor(organizationId));
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /);
    expect(policy).not.toContain('script-src');
    const text = await page.text();
    expect(text).toContain('<meta name="referrer" content="no-referrer">');
    expect(text).not.toMatch(/<script|style="/);
  });
});
