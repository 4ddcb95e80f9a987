// Shows any screen in any state without a service: `/preview.html?path=/talk&state=listening`.
import './pseudo-locale.ts';
import { createRoot, type Root } from 'react-dom/client';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { App } from '../app.tsx';
import type { Services } from '../services.tsx';
import { changeSettings } from '../settings.ts';
import { PREVIEW_PURCHASES } from './preview-purchase-states.ts';
import { startPreviewPurchase } from './preview-purchases.ts';
import { previewServices } from './preview-services.ts';
import { PREVIEW_STATES, startPreviewState } from './preview-states.ts';
import '../styles/main.css';

const element = document.getElementById('root') ?? document.body;
let root: Root | undefined;

/** Lets happen what the picture is of: a call, a purchase, or a purchase in a call. */
async function startPicture(services: Services, state: string) {
  const hasCall = state in PREVIEW_STATES || state.endsWith('_in_call');
  if (hasCall) await startPreviewState(services.call, state);
  if (!(state in PREVIEW_PURCHASES)) return;
  // The page that sells puts away what was over before it was opened.
  const isOpen = () => document.querySelector('main') !== null;
  while (!isOpen()) await new Promise((resolve) => requestAnimationFrame(resolve));
  startPreviewPurchase(services, state);
}

/** Draws one picture anew, without loading the page again. */
function showPreview(path: string, state: string) {
  changeSettings({
    timerMode: 'second',
    theme: 'system',
    motion: 'system',
    captionSize: 'normal',
    isHoldToTalk: state === 'hold_to_talk',
  });
  const [pathname, search = ''] = path.split('?');
  const { hook, searchHook } = memoryLocation({ path: pathname, searchPath: search });
  const services = previewServices(path, state);
  root?.unmount();
  root = createRoot(element);
  root.render(
    <Router hook={hook} searchHook={searchHook}>
      <App services={services} />
    </Router>,
  );
  void startPicture(services, state);
}

const params = new URLSearchParams(location.search);
if (params.has('rtl')) document.documentElement.dir = 'rtl';
Object.assign(window, { showPreview });
showPreview(params.get('path') ?? '/', params.get('state') ?? '');
