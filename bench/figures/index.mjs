import { curveFigures } from './curves.mjs';
import { instantFigures } from './instant.mjs';
import { newItemsFigures } from './new-items.mjs';
import { nextActionFigures } from './next-action.mjs';
import { nextItemFigures } from './next-item.mjs';
import { realInputFigures } from './real-input.mjs';
import { runtimeFigures } from './runtime.mjs';
import { scaleFigures } from './scale.mjs';
import { sizeFigures } from './sizes.mjs';
import { unseenShopFigures } from './unseen-shop.mjs';

/**
 * All figures for the docs, from bench/results and bench/accuracy/results, as functions:
 * `blocks` are tables, `inline` single figures, `files` whole files by path.
 */
export function allFigures() {
  const groups = [
    sizeFigures(),
    runtimeFigures(),
    nextItemFigures(),
    curveFigures(),
    nextActionFigures(),
    unseenShopFigures(),
    newItemsFigures(),
    realInputFigures(),
    instantFigures(),
    scaleFigures(),
  ];
  const merged = (kind) => Object.assign({}, ...groups.map((group) => group[kind]));
  return { blocks: merged('blocks'), inline: merged('inline'), files: merged('files') };
}
