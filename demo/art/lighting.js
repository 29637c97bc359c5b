import { box, ground, line, oval, path, range, shade } from './draw.js';

const GLOW = '#ffdf8e';

const SHADES = {
  cone: (fill, y) =>
    path(`M94 ${y} H146 L174 ${y + 62} H66 Z`, fill) +
    path(`M94 ${y} H112 L96 ${y + 62} H66 Z`, shade(fill, 0.16)),
  drum: (fill, y) =>
    box(72, y, 96, 58, 6, fill) +
    box(72, y, 26, 58, 6, shade(fill, 0.16)) +
    line(`M72 ${y + 51} H168`, shade(fill, -0.15), 3),
  dome: (fill, y) =>
    path(`M62 ${y + 60} A58 56 0 0 1 178 ${y + 60} Z`, fill) +
    path(`M62 ${y + 60} A58 56 0 0 1 112 ${y + 5} Q84 ${y + 22} 82 ${y + 60} Z`, shade(fill, 0.16)),
  globe: (fill, y) =>
    oval(120, y + 34, 44, 44, fill) + oval(106, y + 20, 15, 12, '#ffffff', 'opacity=".5"'),
};

const BASES = {
  ball: (fill) =>
    oval(120, 164, 34, 32, fill) +
    oval(108, 152, 11, 9, shade(fill, 0.25)) +
    box(96, 192, 48, 12, 5, shade(fill, -0.2)),
  stem: (fill) =>
    box(116, 108, 8, 92, 3, fill) +
    path('M82 204 Q84 192 120 192 Q156 192 158 204 Z', shade(fill, -0.12)),
  bottle: (fill) =>
    path(
      'M110 112 H130 V128 Q156 140 154 176 Q152 204 144 204 H96 Q88 204 86 176 Q84 140 110 128 Z',
      fill,
    ) +
    path(
      'M104 136 Q92 146 94 174 Q95 186 99 192',
      'none',
      `stroke="${shade(fill, 0.3)}" stroke-width="5" stroke-linecap="round"`,
    ),
  block: (fill) =>
    path('M92 124 H148 L158 204 H82 Z', fill) +
    path('M92 124 H108 L100 204 H82 Z', shade(fill, 0.14)),
};

/** Light that fades: drawn behind the lamp. */
const glow = (cy, r = 84, cx = 120) =>
  `<radialGradient id="glow"><stop offset="0" stop-color="${GLOW}" stop-opacity=".85"/><stop offset="1" stop-color="${GLOW}" stop-opacity="0"/></radialGradient>` +
  oval(cx, cy, r, r * 0.8, 'url(#glow)');

export function tableLamp({ cover, base, form, foot }) {
  const y = form === 'globe' ? 44 : 50;
  return ground(48) + glow(y + 50) + BASES[foot](base) + SHADES[form](cover, y);
}

export function pendant({ cover, cord, form }) {
  const y = form === 'globe' ? 104 : 96;
  return (
    line(`M120 0 V${y}`, cord, 3) +
    glow(y + 58) +
    (form === 'globe' ? '' : oval(120, y + 62, 15, 13, GLOW)) +
    SHADES[form](cover, y) +
    box(110, y - 12, 20, 16, 4, shade(cord, -0.1)) +
    (form === 'globe'
      ? ''
      : line(
          `M${form === 'dome' ? 63 : 67} ${y + 61} H${form === 'dome' ? 177 : 173}`,
          shade(cover, -0.25),
          4,
        ))
  );
}

export function floorLamp({ cover, base, form }) {
  if (form === 'arc') {
    return (
      ground(40, 72) +
      glow(112, 64, 160) +
      line('M70 202 V96 Q70 34 120 30 Q158 28 160 62', base, 6) +
      path('M42 208 Q44 196 72 196 Q100 196 102 208 Z', shade(base, -0.15)) +
      path('M124 98 A36 36 0 0 1 196 98 Z', cover) +
      path('M124 98 A36 36 0 0 1 152 64 Q138 74 138 98 Z', shade(cover, 0.18))
    );
  }
  if (form === 'reader') {
    return (
      ground(40, 104) +
      glow(106, 58, 170) +
      line('M104 202 V44 L146 66', base, 5) +
      oval(104, 44, 6, 6, shade(base, -0.2)) +
      path('M76 208 Q78 197 104 197 Q130 197 132 208 Z', shade(base, -0.15)) +
      path('M140 54 L152 50 L196 92 L150 104 Z', cover) +
      path('M140 54 L146 52 L166 100 L150 104 Z', shade(cover, 0.18))
    );
  }
  return (
    ground(58) +
    glow(84, 84) +
    line('M120 92 V206', shade(base, -0.25), 6) +
    line('M116 92 L76 206 M124 92 L164 206', base, 7) +
    line('M98 150 H142', shade(base, -0.12), 4) +
    path('M84 34 H156 L168 92 H72 Z', cover) +
    path('M84 34 H104 L96 92 H72 Z', shade(cover, 0.16)) +
    range(2, (i) =>
      line(`M${i ? 74 : 83} ${i ? 85 : 41} H${i ? 166 : 157}`, shade(cover, -0.12), 2),
    )
  );
}
