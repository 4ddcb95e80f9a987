// Keeps dashboards, alerts and runbook true: every metric exists, every expression parses, every alert
// says what to do, every counter is looked at somewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createAgentMetrics } from '../agent/src/agent-metrics.ts';
import { createApiMetrics } from '../api/src/metrics.ts';

const folder = resolve(import.meta.dirname, '../docs/operations');
const read = (path: string) => readFileSync(resolve(folder, path), 'utf8');

type Alert = {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
};
const { groups } = parse(read('alerts.yaml')) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);

type Panel = { title: string; targets: { expr: string }[] };
const dashboards = readdirSync(resolve(folder, 'dashboards')).map((name) => ({
  name,
  ...(JSON.parse(read(`dashboards/${name}`)) as { uid: string; panels: Panel[] }),
}));
const expressions = [
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
  ...dashboards.flatMap(({ name, panels }) =>
    panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ where: `${name}: ${title}`, expr })),
    ),
  ),
];

/** Every series name the two processes can show, and the labels it has. */
async function knownSeries(): Promise<Map<string, Set<string>>> {
  const known = new Map<string, Set<string>>();
  const both = [createApiMetrics({ withProcess: true }), createAgentMetrics({ withProcess: true })];
  for (const { registry } of both) {
    for (const metric of registry.getMetricsAsArray()) {
      const { labelNames = [] } = metric as { labelNames?: string[] };
      const { type } = await (metric as unknown as { get: () => Promise<{ type: string }> }).get();
      const endings = String(type) === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      for (const ending of endings) {
        const labels = [
          'part',
          'instance',
          'job',
          ...labelNames,
          ...(ending === '_bucket' ? ['le'] : []),
        ];
        known.set(metric.name + ending, new Set(labels));
      }
    }
  }
  return known;
}

/** The texts of all nodes of a kind. */
function nodesOf(expr: string, kind: string): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: (node) => {
      if (node.name === kind || (kind === 'error' && node.type.isError)) {
        found.push(expr.slice(node.from, node.to));
      }
    },
  });
  return found;
}
/** The metrics an expression names. */
const metricsIn = (expr: string) =>
  nodesOf(expr, 'VectorSelector').map((selector) => selector.replace(/\{[\s\S]*/, '').trim());

describe('dashboards and alerts', () => {
  test('every expression is PromQL', () => {
    expect(expressions.length).toBeGreaterThan(70);
    expect(nodesOf('sum(rate(broken[5m])', 'error')).not.toEqual([]);
    expect(expressions.filter(({ expr }) => nodesOf(expr, 'error').length > 0)).toEqual([]);
  });

  test('every metric and every label they name exists', async () => {
    const known = await knownSeries();
    const wrong: string[] = [];
    for (const { where, expr } of expressions) {
      const metrics = metricsIn(expr);
      expect(metrics, where).not.toEqual([]);
      for (const metric of metrics) if (!known.has(metric)) wrong.push(`${where}: ${metric}`);
      const labels = new Set(metrics.flatMap((metric) => [...(known.get(metric) ?? [])]));
      const named = [
        ...nodesOf(expr, 'GroupingLabels').flatMap((text) => text.match(/\w+/g) ?? []),
        ...nodesOf(expr, 'UnquotedLabelMatcher').map(
          (text) => text.split(/[=!~]/)[0]?.trim() ?? '',
        ),
      ];
      for (const label of named) if (!labels.has(label)) wrong.push(`${where}: ${label}`);
    }
    expect(wrong).toEqual([]);
  });

  test('nothing of ours is counted that nobody looks at', async () => {
    const looked = new Set(expressions.flatMap(({ expr }) => metricsIn(expr)));
    const base = (name: string) => name.replace(/_(bucket|sum|count)$/, '');
    const lookedBases = new Set([...looked].map(base));
    const ours = [...(await knownSeries()).keys()].filter((name) => name.startsWith('mindbot_'));
    const unseen = [...new Set(ours.map(base))].filter((name) => !lookedBases.has(name));
    expect(unseen).toEqual([]);
  });

  test('every dashboard has an address of its own and asks the chosen Prometheus', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { name } of dashboards) {
      expect(read(`dashboards/${name}`)).not.toMatch(/"uid": "(?!\$\{datasource\}|mindbot-)/);
    }
  });
});

describe('the runbook', () => {
  const sections = new Map(
    read('runbook.md')
      .split('\n## ')
      .slice(1)
      .map((text) => [text.split('\n')[0] ?? '', text] as const),
  );

  test('has a section for each alert, and for nothing else', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    expect([...sections.keys()].sort()).toEqual([...names, 'The drill'].sort());
  });

  test('says of each what it means, what callers feel, where to look first and what to do', () => {
    for (const { alert, annotations, labels } of alerts) {
      const section = sections.get(alert) ?? '';
      for (const word of ['**Means**', '**Callers**', '**Do**']) {
        expect(section, alert).toContain(word);
      }
      expect(section.replaceAll('\n', ' '), alert).toContain('**First look**');
      expect(annotations.runbook).toBe(`docs/operations/runbook.md#${alert.toLowerCase()}`);
      expect(['page', 'ticket']).toContain(labels.severity);
    }
  });
});
