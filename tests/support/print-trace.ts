// Shows a trace as people read one: each span under its cause, when it began and how long it took.
import type { CollectedSpan } from './trace-collector.ts';

const shownAttributes = [
  'http.response.status_code',
  'mindbot.outcome',
  'mindbot.used_ms',
  'mindbot.charged_ms',
  'mindbot.ended_reason',
  'gen_ai.request.model',
  'gen_ai.tool.name',
  'lk.response.ttft',
  'lk.response.ttfb',
];

/** The spans of one trace, one a line; ids are left out. */
export function printTrace(spans: readonly CollectedSpan[]): string {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const firstAtMs = Math.min(...spans.map(({ startedAtMs }) => startedAtMs));
  const childrenOf = (parentId: string | null) =>
    spans
      .filter(({ parentSpanId: id }) =>
        parentId === null ? id === null || !known.has(id) : id === parentId,
      )
      .sort((one, other) => one.startedAtMs - other.startedAtMs);
  const print = (span: CollectedSpan, depth: number): string[] => {
    const at = `${Math.round(span.startedAtMs - firstAtMs)}`.padStart(7);
    const took = `${Math.round(span.durationMs)}`.padStart(7);
    const told = shownAttributes.flatMap((name) =>
      span.attributes[name] === undefined
        ? []
        : [`${name.split('.').at(-1)}=${span.attributes[name]}`],
    );
    const who = span.service.replace('mindbot-', '').padEnd(6);
    const name = `${'  '.repeat(depth)}${span.name}`.padEnd(52);
    const line = `${at} ${took}  ${who} ${name} ${told.join(' ')}`.trimEnd();
    return [line, ...childrenOf(span.spanId).flatMap((child) => print(child, depth + 1))];
  };
  return [
    '  at ms took ms  who    what',
    ...childrenOf(null).flatMap((span) => print(span, 0)),
  ].join('\n');
}
