// The variables that say where traces and error reports go, the same for every process.
import { z } from 'zod';

/** Part of a process's environment schema. Empty: nothing is sent, and nothing is loaded. */
export const telemetryVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  SENTRY_DSN: z.url().optional(),
  SENTRY_ENVIRONMENT: z.string().min(1).default('production'),
  SENTRY_RELEASE: z.string().min(1).optional(),
};

/** Those variables, read. */
export type TelemetryEnvironment = z.infer<z.ZodObject<typeof telemetryVariables>>;
