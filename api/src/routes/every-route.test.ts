// Every operation passes the same checks of who may call it, and with what.
import { runCommonRouteTests } from '../testing/common-route-tests.ts';
import { useApi } from '../testing/use-api.ts';
import { routes } from './index.ts';

const api = useApi();
for (const route of routes) runCommonRouteTests(api, route);
