import { refusalAdvice } from '../doctor/refusal-advice.js';
import type { Context } from './context.js';
import { refusalOf } from './heard-line.js';
import type { Said } from './speech.js';
import { codeLine, el } from './view.js';

/** Whether the predictor listens to a source. */
function isHeard(source: string, { inspected: { settings } }: Context): boolean {
  const { sources } = settings;
  return (
    sources === 'auto' ||
    sources.some((one) => (typeof one === 'string' ? one : one.name) === source)
  );
}

/** What one source tells. */
export interface Telling {
  source: string;
  isOn: boolean;
  calls: string[];
  items: number;
  why?: Said;
  lines: string[];
}

export const tellingsOf = (context: Context): Telling[] =>
  context.sources.tellings().map(({ source, told: calls, items, refused }) => {
    const isOn = isHeard(source, context);
    const [advice] = refusalAdvice(source, refused, source);
    return {
      source,
      isOn,
      calls: [...calls].map(([call, count]) => (count > 1 ? `${call} × ${count}` : call)),
      items,
      why: refusalOf(source, refused),
      lines: [
        ...(advice?.line ? [advice.line] : []),
        ...(!isOn && calls.size ? ["createPredictor({ sources: 'auto' })"] : []),
      ],
    };
  });

export function tellingRow({ source, isOn, calls, items, why, lines }: Telling, context: Context) {
  const { say, speech } = context;
  return el(
    'div',
    { class: 'telling' },
    el(
      'p',
      { class: 'said' },
      el('strong', {}, source),
      el(
        'span',
        { class: isOn ? 'end source' : 'end source off' },
        say(isOn ? 'listened to' : 'not listened to'),
      ),
    ),
    el(
      'p',
      { class: 'more' },
      calls.length ? el('code', {}, calls.join(', ')) : say('no event yet'),
      items > 0 && el('span', {}, ` · ${say('{n|# product|# products} described', { n: items })}`),
    ),
    why && el('p', { class: 'why' }, speech.write(why)),
    ...lines.map((line) => codeLine(line, context)),
  );
}
