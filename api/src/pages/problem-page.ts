// Explains each problem code at the address that problems carry as their type.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemCode, ProblemError } from '../problem.ts';
import type { ApiEnv } from '../services.ts';

/** Puts the explanations on an app, as plain text. */
export function registerProblemPage(app: OpenAPIHono<ApiEnv>): void {
  app.get('/problems/:code', (c) => {
    const code = c.req.param('code');
    if (!isProblemCode(code)) throw new ProblemError('not_found', 'There is no such problem.');
    // As wide types: spelled out, the page's text would be a type of thousands of possibilities.
    const problem: { status: number; title: string; advice: string } = PROBLEMS[code];
    const { status, title, advice } = problem;
    return c.text(`${title} (${code}, HTTP ${status})\n\n${advice}\n`);
  });
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
