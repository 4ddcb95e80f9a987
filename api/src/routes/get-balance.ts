// Operation getBalance: how much time the signed-in user has.
import { defineUserRoute, json } from '../define-route.ts';
import { DEFAULT_ORGANIZATION_ID } from '../organization.ts';
import { userIsGone } from '../problem.ts';
import { readBalance } from '../reads/read-balance.ts';
import { balanceSchema } from '../schemas/account.ts';

/** `GET /api/v1/balance` */
export const getBalance = defineUserRoute(
  {
    method: 'get',
    path: '/api/v1/balance',
    operationId: 'getBalance',
    tags: ['Account'],
    summary: 'Get the time on your account',
    responses: { 200: json(balanceSchema, 'The balance at this moment.') },
  },
  ({ database, ledger }) =>
    async (c) => {
      const balance = await readBalance(
        { database, ledger },
        c.get('user'),
        DEFAULT_ORGANIZATION_ID,
      );
      if (!balance) throw userIsGone();
      return c.json(balance, 200);
    },
);
