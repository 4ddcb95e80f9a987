// Starts the client: asks the service how it is set up, then draws.
import { createMindbotClient } from '@mindbot/sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createServices } from './create-services.ts';
import { applySettings } from './settings.ts';
import { StartFailure } from './start-failure.tsx';
import './styles/main.css';

applySettings();
const root = createRoot(document.getElementById('root') ?? document.body);

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
