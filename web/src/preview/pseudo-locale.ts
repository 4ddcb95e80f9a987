// Lengthens every sentence by 40 % when the address asks for it, to see what a longer language does.
import * as account from '../copy/account.ts';
import * as buy from '../copy/buy.ts';
import * as call from '../copy/call.ts';
import * as history from '../copy/history.ts';
import * as landing from '../copy/landing.ts';
import * as microphoneHelp from '../copy/microphone-help.ts';
import * as notices from '../copy/notices.ts';
import * as payments from '../copy/payments.ts';
import * as prices from '../copy/prices.ts';
import * as receipt from '../copy/receipt.ts';
import * as referral from '../copy/referral.ts';
import * as shell from '../copy/shell.ts';
import * as subscription from '../copy/subscription.ts';

type Texts = { [key: string]: string | Texts };

const GROWTH = 0.4;

// Imported before any screen, because some read their words when they are loaded.
if (new URLSearchParams(location.search).has('pseudo')) {
  for (const dictionary of [
    account,
    buy,
    call,
    history,
    landing,
    microphoneHelp,
    notices,
    payments,
    prices,
    receipt,
    referral,
    shell,
    subscription,
  ]) {
    for (const texts of Object.values(dictionary)) lengthen(texts as unknown as Texts);
  }
}

function lengthen(texts: Texts): void {
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'object') lengthen(value);
    else if (key !== 'action' && key !== 'speaker') texts[key] = longer(value);
  }
}

function longer(text: string): string {
  if (typeof text !== 'string') return text;
  const added = 'extra words '.repeat(5).slice(0, Math.ceil(text.length * GROWTH));
  return `${text} ${added.trim()}`;
}
