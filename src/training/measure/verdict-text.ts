import { counted } from '../log/counted.js';
import type { Share } from '../../prediction/proportions.js';
import type { Report } from './report.js';
import type { Lead } from './verdict.js';

/** What a report comes to, in a few lines: the decision first, then what it rests on. */
export function verdictText({ verdict, predictions }: Report): string {
  const { ship, shoppers, item, action, chancesOff } = verdict;
  const lines = [ship ? 'Verdict: ship it.' : 'Verdict: do not ship it.'];
  if (item) lines.push(`Next product: ${sentence(item, 100, 'points')}`);
  else lines.push('Next product: nothing to measure, no session of the test part goes on.');
  if (action) lines.push(`Next action: ${sentence(action, 1, 'nats')}`);
  if (!ship && action?.standing === 'better') {
    lines.push('Rules on the next action gain from it; for a shelf, show the simple list.');
  }
  if (chancesOff) {
    lines.push(
      'Its chances are further off than so few shoppers explain: trust ranks, not thresholds.',
    );
  }
  lines.push(
    `Measured on ${counted(predictions, 'prediction')} for ${counted(shoppers, 'shopper')}.`,
  );
  return lines.join('\n');
}

const WORDS = { better: 'better than', level: 'not better than', worse: 'worse than' };

function sentence({ method, standing, differences }: Lead, scale: number, unit: string): string {
  const shown = Object.entries(differences).map(
    ([name, share]) => `${name} ${signed(share, scale)} ${unit}`,
  );
  const closest = standing === 'better' ? ', which comes closest' : '';
  return `${WORDS[standing]} ${method}${closest} (${shown.join('; ')}).`;
}

function signed({ value, low, high }: Share, scale: number): string {
  const one = (number: number) => {
    const text = (number * scale).toFixed(scale === 1 ? 3 : 1);
    return number > 0 ? `+${text}` : text;
  };
  return Number.isNaN(low) ? one(value) : `${one(value)} (${one(low)} … ${one(high)})`;
}
