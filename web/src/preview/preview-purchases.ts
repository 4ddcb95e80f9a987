// Answers about purchases in a preview, and begins the one a picture is of.
import { formOf, intentOf, paymentOf, quoteOf } from '../buy/buy-fixtures.ts';
import { purchaseOf } from '../buy/use-purchase.ts';
import type { Services } from '../services.tsx';
import { PACKAGES } from './preview-money.ts';
import { PREVIEW_PURCHASES } from './preview-purchase-states.ts';

const PAY_PAGE = `<!doctype html><html lang="en"><title>Pay</title><body style="font:16px sans-serif;margin:24px">
<h1 style="font-size:20px">Test shop</h1><p>€4.50</p><p><label>Card number<br>
<input style="font:inherit;padding:8px;width:90%" value="4242 4242 4242 4242"></label></p>
<p><button style="font:inherit;padding:10px 16px">Pay €4.50</button></p></body></html>`;
const payPageUrl = URL.createObjectURL(new Blob([PAY_PAGE], { type: 'text/html' }));

/** The answer about money that is being paid; null for other paths. */
export function answerPurchase(path: string, variant: string): Response | null {
  const purchase = PREVIEW_PURCHASES[variant];
  const payment = paymentOf(purchase?.payment);
  switch (path) {
    case '/price-quotes':
      return Response.json(quoteOf({ package: PACKAGES[0], ...purchase?.quote }));
    case '/checkout-sessions':
      if (purchase?.by === 'refused') return refusal;
      return Response.json(
        purchase?.by === 'tab'
          ? formOf({ payment, frameUrl: null, url: payPageUrl })
          : formOf({ payment, frameUrl: payPageUrl }),
      );
    case '/payment-intents': {
      if (purchase?.by === 'lost') return Response.error();
      const nextAction = purchase?.by === 'bank' ? 'authenticate' : 'none';
      return Response.json(intentOf({ payment, nextAction, authenticationUrl: payPageUrl }));
    }
    default:
      return path.startsWith('/payments/') ? Response.json(payment) : null;
  }
}

const refusal = Response.json(
  { code: 'package_not_on_sale', detail: 'Not on sale.' },
  { status: 409, headers: { 'content-type': 'application/problem+json' } },
);

/** Begins the purchase of a picture. */
export function startPreviewPurchase(services: Services, name: string): void {
  const purchase = PREVIEW_PURCHASES[name];
  const store = purchaseOf(services);
  const quote = quoteOf({ package: PACKAGES[0] });
  const noteSent = () => {
    if (purchase?.isSent && store.getState().step === 'form') store.noteSent();
  };
  store.subscribe(noteSent);
  switch (purchase?.by) {
    case 'form':
    case 'refused':
      void store.openForm(quote);
      break;
    case 'tab':
      void store.openForm(quote);
      void store.moveToTab({ go: () => {}, close: () => {} });
      break;
    case 'card':
    case 'bank':
    case 'lost':
      void store.payBySavedCard(quote);
      break;
    case 'follow':
      void store.follow('payment');
      break;
  }
}
