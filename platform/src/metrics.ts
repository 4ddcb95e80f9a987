// One registry of metrics for every process, so that api and agent name and expose them alike.
import { collectDefaultMetrics, Registry } from 'prom-client';

export { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/**
 * Makes the registry of one process. Every series carries the label `part`.
 * @param part names the process, for example `api`.
 * @param options.withProcess also collects memory, event-loop delay and garbage collection.
 */
export function createMetricsRegistry(
  part: string,
  options: { withProcess?: boolean } = {},
): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ part });
  if (options.withProcess ?? false) collectDefaultMetrics({ register: registry });
  return registry;
}
