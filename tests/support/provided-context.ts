// Names what the global setup hands to the tests, for both sides to agree on.
import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    databaseAdminUrl: string;
    databaseTemplateName: string;
  }
}
