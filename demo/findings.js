// The findings of a log's quality in words: by the code that ../src/training/page/log-sentences.ts gives.
import { listOf, whole } from './lang/numbers.js';
import { say } from './lang/say.js';
import { asSentence, inWords, isForeign, programSays } from './program.js';
import { el } from './studio/dom.js';

/** In English; `say` puts them into the language of the page. */
export const FINDINGS = {
  holds:
    '{events|# event|# events} of {shoppers|# shopper|# shoppers} in {visits|# visit|# visits}, over {products|# product|# products}.',
  day: 'All of it is of {first@}.',
  days: 'It reaches from {first@} to {last@}.',
  'no-days': 'It has no dates.',
  visits: 'A visit has {events.1} events on average; {bought%} of the events are purchases.',
  refused: '{lines|# line|# lines} of {of#} could not be used: {reasons}.',
  robots:
    '{shoppers|# shopper was|# shoppers were} left out as robots, or as ids that stand for nobody, with {events|# event|# events} in all and more than {bound#} each: {largest}. To keep them, tick “Keep robots”.',
  'one-shopper': 'There is one shopper only, {shopper}: is that the right column?',
  crowd: 'Shopper {shopper} has {share%} of the events: a robot, or an id that stands for nobody?',
  'not-products': '{share%} of the lines are not about products, and were left out.',
  'one-day':
    'All of it is from one day, {day@}: the latest visits that it is tested on are of the same hours.',
  'views-only':
    'It holds views only: what leads to a cart or a purchase cannot be learned from it.',
  'shared-sessions':
    '{shared#} of {sessions#} session ids belong to several shoppers: they are no sessions, and were left aside; a pause of half an hour ends a visit.',
  'short-visits':
    '{mean.1} events a visit: hardly one goes on, and what comes next cannot be learned from it. Are the session and the user the right columns?',
  'purchases-only': 'It holds purchases only: what leads to one cannot be learned from it.',
  buyers:
    'In {share%} of its visits something was bought, far more than in a shop: are the visits without a purchase in it, and is a visit what one calls so?',
  'no-purchase': 'It holds no purchase: what leads to one cannot be learned from it.',
  'few-visits':
    '{visits|# visit is|# visits are} few: what is measured on a tenth of them has a wide range.',
  'seen-once': '{share%} of the products occur once only: little can be learned of them.',
  repeated: '{lines|# repeated line|# repeated lines} counted once.',
  'no-clock': 'There is no time of day: pauses between events are not known.',
};

/** @param said a code with its values. */
function findingOf({ code, ...values }) {
  const { largest, shoppers, reasons, more } = values;
  if (largest) {
    const names = largest.map(({ shopper, events }) => `${shopper} (${whole(events)})`);
    values.largest = listOf(shoppers > largest.length ? [...names, '…'] : names);
  }
  if (reasons) {
    const texts = reasons.map(({ reason, n }) =>
      say('{reason} ({n#})', { reason: inWords(reason), n }),
    );
    values.reasons = (more ? [...texts, '…'] : texts).join(say('; '));
  }
  return say(FINDINGS[code], values);
}

/** What was found in a log, as elements. */
export function foundOf({ holds, odd, remarks, said }) {
  const list = (items, of) => el('ul', { class: of }, items);
  const sentence = (text) => el('li', {}, text);
  const isOdd = odd.length + remarks.length > 0;
  const known = remarks.filter((one) => !isForeign(one));
  const foreign = remarks.filter(isForeign);
  const remark = (one) => programSays(one, 'li', asSentence);
  return [
    list(holds.map(findingOf).map(sentence), 'words'),
    el('h3', {}, isOdd ? say('What you should know of it') : say('Nothing odd was found in it.')),
    list([...odd.map(findingOf).map(sentence), ...known.map(remark)], 'words'),
    ...(foreign.length
      ? [
          el('p', {}, say('What the program says of how it was read, in English:')),
          list(foreign.map(remark), 'words'),
        ]
      : []),
    el(
      'details',
      {},
      el('summary', {}, say('How it was read, line by line')),
      list(
        said.map((line) => programSays(line, 'li')),
        'said',
      ),
    ),
  ];
}
