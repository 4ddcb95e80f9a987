// The terms of automatic top-up as one sentence, whose blanks are filled by choosing.
import type { AutoTopUp, Package } from '@mindbot/sdk';
import { MessageWith } from '../components/message-with.tsx';
import { autoTopUpCopy } from '../copy/payments.ts';
import { formatBalance, formatMoney } from '../format.ts';
import { fillMessage } from '../message.ts';
import { cardName } from './card-name.ts';
import {
  countChoices,
  packageChoices,
  type TopUpChoice,
  thresholdChoices,
  withThreshold,
} from './top-up-choice.ts';

type TopUpSentenceProps = {
  choice: TopUpChoice;
  packages: Package[];
  card: AutoTopUp['card'];
  onChange: (choice: TopUpChoice) => void;
};

/** "Below 5 min we charge €9.00 for 1 h to Visa ··1881, at most 2 times a month." */
export function TopUpSentence({ choice, packages, card, onChange }: TopUpSentenceProps) {
  const thresholds: Choice[] = thresholdChoices(choice.thresholdMs).map((ms) => [
    String(ms),
    formatBalance(ms),
  ]);
  const counts: Choice[] = countChoices(choice.monthlyMaxCount).map((count) => [
    String(count),
    fillMessage(autoTopUpCopy.times, { count }),
  ]);
  const cards: Choice[] = packageChoices(packages, choice.thresholdMs).map((each) => [
    each.id,
    fillMessage(autoTopUpCopy.packageChoice, {
      price: formatMoney(each.amountMinor, each.currency),
      time: formatBalance(each.timeMs),
    }),
  ]);
  return (
    <p className="top-up-sentence">
      <MessageWith
        message={autoTopUpCopy.sentence}
        values={{
          threshold: (
            <Blank
              label={autoTopUpCopy.threshold}
              value={String(choice.thresholdMs)}
              choices={thresholds}
              onChange={(value) => onChange(withThreshold(choice, Number(value), packages))}
            />
          ),
          package: (
            <Blank
              label={autoTopUpCopy.package}
              value={choice.packageId}
              choices={cards}
              onChange={(packageId) => onChange({ ...choice, packageId })}
            />
          ),
          card: (
            <strong className="font-medium">
              {card ? cardName(card) : autoTopUpCopy.yourCard}
            </strong>
          ),
          count: (
            <Blank
              label={autoTopUpCopy.count}
              value={String(choice.monthlyMaxCount)}
              choices={counts}
              onChange={(value) => onChange({ ...choice, monthlyMaxCount: Number(value) })}
            />
          ),
        }}
      />
    </p>
  );
}

type Choice = [value: string, text: string];
type BlankProps = {
  label: string;
  value: string;
  choices: Choice[];
  onChange: (value: string) => void;
};

function Blank({ label, value, choices, onChange }: BlankProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="inline-select"
    >
      {choices.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  );
}
