import type { ActionType, NextAction } from '../events/event.js';
import { ACTION_TYPES } from '../events/event.js';
import { badOption } from '../lib/bad-option.js';
import type { PredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import { ownCopy } from '../lib/own.js';
import { NEXT_ACTIONS } from './calibrate.js';

/**
 * What a shop knows of its visits, as shares of them from 0 to 1: for a model that was not trained on the
 * shop. `npx nextaisle card` writes one, from a log or from four totals.
 */
export interface ShopCard {
  /** Visits with a purchase: 0.021 where 21 of 1,000 visits buy. */
  conversion: number;
  /** Visits in which something was put into the cart. */
  cart?: number;
  /** Visits of a single event: one product looked at, and gone. */
  bounce?: number;
  /** How many visits the shares were counted over: few move the chances less. */
  visits?: number;
  /** How often each next action came after each action: `next.click.leave`. Written by the command. */
  next?: { [Last in ActionType]?: { [Next in NextAction]?: number } };
  /** The chances of one model, as they came true in the shop's log. Written by the command. */
  fitted?: FittedCard;
}

/** The calibration of a model that many shops share, fitted on the log of one. */
export interface FittedCard {
  /** Name and version of the model. */
  model: string;
  /** Next action: logits / temperature + bias. */
  actions: { temperature: number; bias: number[] };
  /** Added to the scaled logits of the next action, by the last action: [A, A + 1] */
  after: number[][];
  /** sigmoid(scale · logit + offset) */
  purchase: { scale: number; offset: number };
  cart: { scale: number; offset: number };
  /** Limits of `intent.band`. */
  bands: { likely: number; unlikely: number };
}

/** The kind of each field: see `ownFields`. */
const FIELDS: Readonly<Record<keyof ShopCard, string>> = {
  conversion: 'a',
  cart: 'a',
  bounce: 'a',
  visits: 'a',
  next: 'o',
  fitted: 'o',
};
const LINE = { scale: 'a', offset: 'a' };

/**
 * Reads a card that anybody may have written: the object, its JSON, or `conversion=0.021,cart=0.08`.
 * Undefined when any of it cannot be used, and each fault is reported: a card of which a part is wrong may
 * be wrong in all.
 */
export function readShopCard(
  given: unknown,
  onFault: (error: PredictorError) => void,
): ShopCard | undefined {
  let faults = 0;
  const report = (error: PredictorError) => {
    faults++;
    onFault(error);
  };
  const check = (name: string, value: unknown, fits: boolean) => {
    if (!fits) report(badOption(name, value));
  };
  const card = ownFields<ShopCard>('shop', fieldsOf(given), FIELDS, report);
  if (faults) return undefined;
  const { conversion, cart, bounce, visits, next, fitted } = card;
  for (const [name, share] of Object.entries({ conversion, cart, bounce }))
    check(`shop.${name}`, share, isShare(share) || (share === undefined && name !== 'conversion'));
  // A visit of one event does not buy.
  const isTooMuch = isShare(conversion) && isShare(bounce) && conversion + (bounce ?? 0) > 1;
  check('shop.conversion and shop.bounce', [conversion, bounce], !isTooMuch);
  check('shop.visits', visits, visits === undefined || isIn(visits, 1, 1e12));
  if (next) checkNext(next, check, report);
  if (fitted) card.fitted = readFitted(fitted, check, report);
  return faults ? undefined : card;
}

type Check = (name: string, value: unknown, fits: boolean) => void;
type Report = (error: PredictorError) => void;

/** What the attribute of a script tag has, as the object that it stands for. */
function fieldsOf(given: unknown): ShopCard {
  if (typeof given !== 'string') return given as ShopCard;
  try {
    return JSON.parse(given);
  } catch {
    const pairs = given.split(/[,;\s]+/).map((pair) => pair.split('='));
    if (!pairs.every((pair) => pair.length === 2)) return given as unknown as ShopCard;
    // Text that is no number stays, to be shown.
    const fields = pairs.map(([name, text]) => [
      name,
      Number.isFinite(+text) && text ? +text : text,
    ]);
    return Object.fromEntries(fields) as unknown as ShopCard;
  }
}

function checkNext(next: NonNullable<ShopCard['next']>, check: Check, report: Report): void {
  const rows = ownFields('shop.next', next, kindsOf(ACTION_TYPES, 'o'), report);
  for (const [last, row] of Object.entries(rows)) {
    const name = `shop.next.${last}`;
    for (const [action, count] of Object.entries(
      ownFields(name, row, kindsOf(NEXT_ACTIONS, 'a'), report),
    ))
      check(`${name}.${action}`, count, isIn(count, 0, 1e12));
  }
}

function readFitted(given: FittedCard, check: Check, report: Report): FittedCard {
  const kinds = { model: 's', actions: 'o', after: 'l', purchase: 'o', cart: 'o', bands: 'o' };
  const fitted = ownFields<FittedCard>('shop.fitted', given, kinds, report);
  const group = (name: 'purchase' | 'cart' | 'bands' | 'actions', of: Record<string, string>) => {
    const fields = ownFields(`shop.fitted.${name}`, ownCopy(fitted[name]), of, report);
    for (const field of Object.keys(of)) {
      const value = (fields as Record<string, unknown>)[field];
      if (field === 'bias') check(`shop.fitted.${name}.bias`, value, isRow(value));
      else check(`shop.fitted.${name}.${field}`, value, isIn(value, -1e3, 1e3));
    }
    return fields;
  };
  const { model, after } = fitted;
  check('shop.fitted.model', model, !!model);
  const isTable = after?.length === ACTION_TYPES.length && after.every(isRow);
  check('shop.fitted.after', after, isTable);
  const actions = group('actions', { temperature: 'a', bias: 'a' }) as FittedCard['actions'];
  check('shop.fitted.actions.temperature', actions.temperature, actions.temperature > 0);
  return {
    model,
    after,
    actions,
    purchase: group('purchase', LINE) as FittedCard['purchase'],
    cart: group('cart', LINE) as FittedCard['cart'],
    bands: group('bands', { likely: 'a', unlikely: 'a' }) as FittedCard['bands'],
  };
}

const kindsOf = (names: readonly string[], kind: string) =>
  Object.fromEntries(names.map((name) => [name, kind]));

const isIn = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && value >= low && value <= high;

/** All visits is no share that a shop has: 1 is meant as one in a hundred. */
const isShare = (value: unknown) => isIn(value, 0, 1) && value < 1;

const isRow = (row: unknown): row is number[] =>
  Array.isArray(row) &&
  row.length === NEXT_ACTIONS.length &&
  row.every((value) => isIn(value, -1e5, 1e3));
