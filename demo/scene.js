import { draw } from './art/index.js';
import { shade } from './art/draw.js';
import { productOf } from './catalog.js';

/** A product standing in the room: x of its middle, y of the floor under it, side of its sheet. */
const stand = (id, x, y, side) =>
  draw(productOf(id)).replace(
    '<svg class="art"',
    `<svg x="${x - side / 2}" y="${y - side * 0.866}" width="${side}" height="${side}" style="--tile:#e9dcc6"`,
  );

const WALL = '#e9dcc6';
const FLOOR = '#cda77a';

/** The room on the first page; its left 36% stay free for the headline (style/shop.css). */
export const room = () => `
<svg class="scene" viewBox="0 0 1100 390" preserveAspectRatio="xMaxYMax slice" aria-hidden="true" focusable="false">
  <rect width="1100" height="390" fill="${WALL}"/>
  <rect y="302" width="1100" height="88" fill="${FLOOR}"/>
  <rect y="296" width="1100" height="8" fill="${shade(WALL, -0.1)}"/>
  ${[0, 1, 2].map((i) => `<path d="M0 ${326 + 24 * i}H1100" stroke="${shade(FLOOR, -0.09)}" stroke-width="2"/>`).join('')}
  <g transform="translate(0 -22)">
    <rect x="560" y="42" width="236" height="186" rx="10" fill="#fbf5e9"/>
    <rect x="572" y="54" width="212" height="162" rx="4" fill="#cfe3e4"/>
    <circle cx="732" cy="96" r="22" fill="#f6d58b"/>
    <path d="M572 170 L632 108 L678 158 L724 120 L784 176 V216 H572 Z" fill="#8fb0a0"/>
    <path d="M572 190 Q640 154 700 186 T784 188 V216 H572 Z" fill="#4f7a66"/>
    <path d="M678 54 V216 M572 134 H784" stroke="#fbf5e9" stroke-width="7"/>
    <rect x="548" y="224" width="260" height="12" rx="4" fill="#fbf5e9"/>
  </g>
  <ellipse cx="704" cy="354" rx="286" ry="28" fill="#b4553a"/>
  <ellipse cx="704" cy="354" rx="258" ry="22" fill="none" stroke="#e9c9a3" stroke-width="3"/>
  ${stand('quarry-pendant', 896, 142, 178)}
  ${stand('fiddle-leaf-fig', 508, 332, 208)}
  ${stand('harbour-two-seat-sofa', 680, 344, 296)}
  ${stand('heron-arc-lamp', 878, 346, 300)}
  ${stand('alder-wishbone-chair', 992, 352, 220)}
  ${stand('picnic-basket', 848, 374, 100)}
  ${stand('rain-teapot', 446, 374, 78)}
</svg>`;
