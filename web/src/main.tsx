// Starts the client: asks the service how it is set up, then draws.
import { createMindbotClient } from '@mindbot/sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { hasStoredSession } from './auth/stored-session.ts';
import { createServices } from './create-services.ts';
import { applySettings } from './settings.ts';
import { StartFailure } from './start-failure.tsx';
import './styles/main.css';

applySettings();
// The first screen's chunk then comes together with the configuration, not after it.
const firstScreen = hasStoredSession() ? import('./routes/signed-in.tsx') : loadPublicPage();
firstScreen.catch(() => {});
const root = createRoot(document.getElementById('root') ?? document.body);

/** The landing page's chunk where it is the first screen; small pages need no head start. */
async function loadPublicPage() {
  if (location.pathname === '/') await import('./routes/landing.tsx');
}

async function start() {
  const publicClient = createMindbotClient({
    baseUrl: location.origin,
    getAccessToken: () => null,
  });
  const { data: config, error } = await publicClient.config.get();
  if (error) {
    root.render(<StartFailure code={error.code} onRetry={() => void start()} />);
    return;
  }
  const services = createServices(config);
  root.render(
    <StrictMode>
      <App services={services} />
    </StrictMode>,
  );
}

void start();
