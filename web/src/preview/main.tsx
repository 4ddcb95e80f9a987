// Shows any screen in any state without a service: `/preview.html?path=/talk&state=listening`.
import './pseudo-locale.ts';
import { createRoot, type Root } from 'react-dom/client';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { App } from '../app.tsx';
import { changeSettings } from '../settings.ts';
import { previewServices } from './preview-services.ts';
import { PREVIEW_STATES, startPreviewState } from './preview-states.ts';
import '../styles/main.css';

const element = document.getElementById('root') ?? document.body;
let root: Root | undefined;

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
  if (state in PREVIEW_STATES) startPreviewState(services.call, state);
  root?.unmount();
  root = createRoot(element);
  root.render(
    <Router hook={hook} searchHook={searchHook}>
      <App services={services} />
    </Router>,
  );
}

const params = new URLSearchParams(location.search);
if (params.has('rtl')) document.documentElement.dir = 'rtl';
Object.assign(window, { showPreview });
showPreview(params.get('path') ?? '/', params.get('state') ?? '');
