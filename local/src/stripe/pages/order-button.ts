// A button of the dashboard: one order about one thing.
import { html } from 'hono/html';
import type { Html } from './layout.ts';

/** One button that gives one order about one thing. */
export function orderButton(action: string, id: string, text: string, isGrave = false): Html {
  return html`<form method="post" action="/dashboard/${action}"><input type="hidden" name="id" value="${id}" />
    <button class="${isGrave ? 'danger' : ''}">${text}</button></form>`;
}
