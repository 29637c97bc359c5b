import { type Choice, fitScale, LEAST_CHOICES } from '../calibrate/fit-scale.js';
import type { Piece } from '../data/pieces.js';
import type { Parameter } from '../network/parameters.js';
import { type InTraining, nextItemTerms } from './next-item-terms.js';

/** Logits used, at most: 1,200 positions of 40,000 items. */
const MOST_LOGITS = 5e7;

/**
 * A network is more confident about what it was trained on than about what comes later. Six factors correct
 * its next-item logits, fitted to the validation part by least log-loss: how sharp they are among new items,
 * among those of the window, and on which of the two it is. They are multiplied into the parameters, so the
 * page pays nothing.
 */
export function fitReadOut(
  network: InTraining,
  parameters: Map<string, Parameter>,
  pool: Int32Array,
  pieces: readonly Piece[],
): void {
  const scale = (name: string, by: number, add = 0) => {
    const values = parameters.get(name)?.value as Float32Array;
    for (let i = 0; i < values.length; i++) values[i] = values[i] * by + add;
  };
  const { among, copied, isCopied } = collectChoices(network, pool, pieces);
  const [similar, popular] = fitScale(among, [1, 1]);
  scale('query.scale', similar);
  scale('popularity.weight', popular);
  // The logits of copies are made of the new scales.
  const [keeps, bias] = fitScale(
    copied.map((copy) => ({
      x: copy.similar.map((x, i) => copy.keeps * (similar * x + popular * copy.popular[i])),
      y: copy.bias,
      chosen: copy.chosen,
    })),
    [1, 1],
  );
  scale('copy.own', keeps);
  for (const name of ['copy.age', 'copy.last', 'copy.count']) scale(name, bias);
  const [slope, offset] = fitScale(isCopied, [1, 0]);
  scale('copy.gate', slope);
  scale('copy.gate.bias', slope, offset);
}

/** A next item that is one of the window, with the terms of every item of the window. */
interface CopiedChoice {
  similar: number[];
  popular: number[];
  bias: number[];
  /** How much of its logit a copy keeps. */
  keeps: number;
  chosen: number;
}

/** The choices of the validation part: among new items, among those of the window, and which of the two. */
function collectChoices(network: InTraining, pool: Int32Array, pieces: readonly Piece[]) {
  const value = (name: string) => network.parameters.get(name)?.value as Float32Array;
  const most = Math.max(LEAST_CHOICES, Math.floor(MOST_LOGITS / pool.length));
  const among: Choice[] = [];
  const copied: CopiedChoice[] = [];
  const isCopied: Choice[] = [];
  let positions = 0;
  for (const terms of nextItemTerms(network, pool, pieces)) {
    const { action, target, items, similar, gate, copies } = terms;
    if (positions >= most) break;
    if (target < 0) continue;
    positions++;
    const weight = value('popularity.weight')[action];
    const popular = Float32Array.from(items, (item) => weight * network.popularity[item]);
    const chosen = copies.findIndex(({ index }) => index === target);
    if (copies.length) isCopied.push({ x: [gate, 0], y: [1, 0], chosen: chosen < 0 ? 1 : 0 });
    if (chosen < 0) {
      const others = similar.slice();
      for (const { index } of copies) others[index] = Number.NEGATIVE_INFINITY;
      const x = others.subarray(0, pool.length);
      among.push({ x, y: popular, chosen: target });
    } else {
      copied.push({
        similar: copies.map(({ index }) => similar[index]),
        popular: copies.map(({ index }) => popular[index]),
        bias: copies.map(({ bias }) => bias),
        keeps: value('copy.own')[action],
        chosen,
      });
    }
  }
  return { among, copied, isCopied };
}
