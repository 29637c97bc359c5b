import { createEncoder } from '../encoding/encoder.js';
import type { Token } from '../encoding/token.js';
import type { Step } from '../encoding/tokenizer.js';
import { ownCopy } from '../lib/own.js';
import type { ShopEvent } from '../events/event.js';
import type { Item } from '../events/item.js';
import { NEUTRAL_CALIBRATION } from '../model/model.js';
import { baseline } from '../prediction/baseline.js';
import { createKnownItems } from './known-items.js';
import type { Answering } from './load/model-choice.js';

/** Without a model only the baseline reads tokens, and only these fields. */
const baselineToken = ({ action, item, newSession }: Step) =>
  ({ action, item, newSession: +newSession }) as Token;

/**
 * The history as input of one model (or of the baseline): a token an event. Tokens are kept while the
 * history grows, so that an engine reads only the new ones.
 */
export function createHistoryTokens(given?: Answering) {
  const loaded = ownCopy(given);
  const { model, kit, table } = loaded;
  const popularity = model?.tensors.get('item.popularity');
  const items = createKnownItems(loaded);
  const { rows, catalog } = items;
  const ofBaseline = loaded.calibration ?? NEUTRAL_CALIBRATION;
  const encoder = () =>
    createEncoder(rows, kit ? kit.createTokenizer(rows.factsOf) : baselineToken);
  let push = encoder();
  /** The events that `tokens` were made from. */
  let encoded: ShopEvent[] = [];
  let tokens: Token[] = [];
  /** A token was made before the category of its item, or its row, was known. */
  let isOutdated = false;
  const noteMoved = (row: number | true | undefined) => {
    isOutdated ||= row === true || (row !== undefined && tokens.some(({ item }) => item === row));
  };

  return {
    model,
    kit,
    table,
    rows,
    catalog,
    /** Calibrations: of what answers, and of the baseline where it answers in the model's place. */
    calibration: model?.calibration ?? ofBaseline,
    ofBaseline,
    learn: (item: Item, isGiven?: boolean) => noteMoved(items.learn(item, isGiven)),
    shown: items.shown,
    /** The tokens of a history. Events that were in the last history keep their token objects. */
    tokensOf(events: readonly ShopEvent[]): Token[] {
      // Retention drops as many events from the front as are new. After any other change all tokens are made
      // again: they count the events before them, and nothing may be known of what is forgotten.
      const dropped = events.length < encoded.length ? -1 : encoded.indexOf(events[0]);
      const goesOn =
        dropped >= 0 && encoded.slice(dropped).every((event, i) => event === events[i]);
      tokens = goesOn ? tokens.slice(dropped) : [];
      for (const event of events.slice(tokens.length)) noteMoved(items.learnFromHistory(event));
      items.setHistory(events);
      if (isOutdated || !goesOn) {
        push = encoder();
        tokens = [];
        isOutdated = false;
      }
      for (const event of events.slice(tokens.length)) tokens.push(push(event));
      encoded = events.slice();
      return tokens;
    },
    /** The tokens of a hypothetical history. */
    encode: (events: readonly ShopEvent[]): Token[] => events.map(encoder()),
    /** Answers in the place of an engine. */
    baseline(history: readonly Token[]) {
      const output = baseline(rows, catalog.size, history, popularity);
      return loaded.change?.(output, history) ?? output;
    },
  };
}

export type HistoryTokens = ReturnType<typeof createHistoryTokens>;
