import { box, ground, line, oval, path, shade, turn } from './draw.js';

/** Seen by its edge, whatever stands behind it. */
const GLASS = '#f6faf8';
const CLEAR = 'fill-opacity=".7" stroke="#93aeb2" stroke-width="2.5"';

const speckles = (fill, points) =>
  points.map(([x, y]) => oval(x, y, 1.9, 1.6, shade(fill, -0.32))).join('');

export function mug({ glaze, dip, form }) {
  const body =
    form === 'round'
      ? 'M66 92 H158 Q172 126 164 168 Q158 204 134 204 H90 Q66 204 60 168 Q52 126 66 92 Z'
      : form === 'tapered'
        ? 'M58 84 H166 L154 196 Q153 204 145 204 H79 Q71 204 70 196 Z'
        : 'M64 80 H160 V192 Q160 204 148 204 H76 Q64 204 64 192 Z';
  const clip = `mug-${form}-${glaze.slice(1)}`;
  return (
    ground(62, 116) +
    line('M158 106 Q206 98 204 138 Q202 174 158 172', shade(glaze, -0.16), 13) +
    `<clipPath id="${clip}"><path d="${body}"/></clipPath><g clip-path="url(#${clip})">` +
    box(40, 70, 150, 140, 0, glaze) +
    (dip ? path('M40 150 Q90 138 120 152 T200 146 V220 H40 Z', dip) : '') +
    box(46, 70, 34, 140, 0, '#ffffff', 'opacity=".16"') +
    box(140, 70, 40, 140, 0, '#000000', 'opacity=".09"') +
    '</g>' +
    speckles(glaze, [
      [84, 112],
      [108, 126],
      [132, 108],
      [146, 134],
      [92, 142],
      [120, 100],
    ]) +
    oval(
      112,
      form === 'round' ? 92 : form === 'tapered' ? 84 : 80,
      form === 'tapered' ? 54 : form === 'round' ? 46 : 48,
      9,
      shade(glaze, -0.25),
    ) +
    oval(
      112,
      form === 'round' ? 93 : form === 'tapered' ? 85 : 81,
      form === 'tapered' ? 47 : 40,
      6,
      '#3f2a1d',
    )
  );
}

export function cupAndSaucer({ glaze, rim }) {
  return (
    ground(84) +
    path('M30 184 Q40 206 120 206 Q200 206 210 184 Z', shade(glaze, -0.12)) +
    oval(120, 184, 92, 13, glaze) +
    oval(120, 184, 92, 13, 'none', `stroke="${rim}" stroke-width="3"`) +
    line('M166 122 Q204 114 198 142 Q192 162 158 160', shade(glaze, -0.14), 10) +
    path('M62 104 H178 Q178 152 150 176 Q140 184 120 184 Q100 184 90 176 Q62 152 62 104 Z', glaze) +
    path(
      'M74 112 Q78 150 98 168',
      'none',
      'stroke="#ffffff" stroke-width="7" stroke-linecap="round" opacity=".55"',
    ) +
    oval(120, 104, 58, 10, rim) +
    oval(120, 105, 51, 7, '#54331f')
  );
}

export function bowl({ glaze, inside, stack }) {
  const one = (y, fill) =>
    path(`M44 ${y} H196 Q194 ${y + 58} 146 ${y + 70} H94 Q46 ${y + 58} 44 ${y} Z`, fill) +
    path(
      `M58 ${y + 8} Q64 ${y + 46} 96 ${y + 62}`,
      'none',
      `stroke="#ffffff" stroke-width="6" stroke-linecap="round" opacity=".3"`,
    ) +
    oval(120, y, 76, 13, shade(fill, -0.18));
  if (stack) {
    return (
      ground(60) +
      box(94, 196, 52, 10, 4, shade(glaze, -0.25)) +
      stack.map((fill, i) => one(130 - 26 * i, fill)).join('') +
      oval(120, 130 - 26 * (stack.length - 1), 66, 9, inside)
    );
  }
  return (
    ground(56) +
    box(92, 190, 56, 15, 5, shade(glaze, -0.25)) +
    one(122, glaze) +
    oval(120, 122, 66, 9, inside) +
    turn(-24, box(70, 92, 150, 5, 2.5, '#8a5a36') + box(70, 102, 150, 5, 2.5, '#a06c42'), 150, 100)
  );
}

export function plate({ glaze, rim }) {
  return (
    oval(124, 128, 94, 92, '#1b1a14', 'opacity=".12"') +
    oval(120, 120, 92, 92, rim) +
    oval(120, 120, 85, 85, glaze) +
    oval(120, 120, 60, 60, shade(glaze, -0.07)) +
    oval(120, 120, 56, 56, shade(glaze, 0.25)) +
    line('M56 104 A68 68 0 0 1 100 55', '#ffffff', 6, 'opacity=".7"') +
    speckles(glaze, [
      [178, 96],
      [188, 132],
      [60, 150],
      [92, 186],
      [150, 184],
      [170, 164],
      [72, 76],
    ])
  );
}

export function teapot({ glaze, handle }) {
  return (
    ground(72) +
    path('M66 150 Q40 150 30 106 Q28 98 36 98 L48 100 Q54 126 74 130 Z', glaze) +
    line('M172 118 Q220 108 214 148 Q208 180 168 176', shade(glaze, -0.16), 11) +
    path('M62 152 Q62 102 120 102 Q178 102 178 152 Q178 204 142 204 H98 Q62 204 62 152 Z', glaze) +
    path(
      'M80 134 Q74 160 88 184',
      'none',
      'stroke="#ffffff" stroke-width="8" stroke-linecap="round" opacity=".35"',
    ) +
    path('M84 106 Q92 86 120 86 Q148 86 156 106 Q120 116 84 106 Z', shade(glaze, -0.12)) +
    oval(120, 80, 11, 9, handle)
  );
}

export function jug({ glaze, dip }) {
  return (
    ground(50, 112) +
    line('M148 78 Q206 72 198 122 Q190 156 156 158', shade(glaze, -0.16), 11) +
    path(
      'M78 50 L62 42 Q58 58 76 74 Q78 100 68 118 Q54 150 66 186 Q72 206 92 206 H132 Q152 206 158 186 Q170 150 156 118 Q146 98 150 54 Z',
      glaze,
    ) +
    path(
      'M60 160 Q90 150 114 160 T164 158 Q164 172 158 186 Q152 206 132 206 H92 Q72 206 66 186 Q61 172 60 160 Z',
      dip,
    ) +
    path(
      'M88 68 Q90 104 82 122 Q76 136 76 146',
      'none',
      'stroke="#ffffff" stroke-width="7" stroke-linecap="round" opacity=".45"',
    ) +
    path('M62 42 Q80 56 114 56 Q140 56 150 52 Q140 44 112 44 Q84 44 62 42 Z', shade(glaze, -0.25))
  );
}

export function carafe({ drink, cork }) {
  return (
    ground(92) +
    path(
      'M62 66 H98 V92 Q130 112 130 158 V194 Q130 206 118 206 H42 Q30 206 30 194 V158 Q30 112 62 92 Z',
      GLASS,
      CLEAR,
    ) +
    path('M33 148 H127 V193 Q127 203 117 203 H43 Q33 203 33 193 Z', drink, 'opacity=".8"') +
    oval(80, 148, 47, 6, shade(drink, 0.3)) +
    box(66, 46, 28, 26, 6, cork) +
    line('M46 130 Q40 150 41 184', '#ffffff', 6) +
    [0, 1]
      .map(
        (i) =>
          path(
            `M${140 + 42 * i} 140 H${176 + 42 * i} L${172 + 42 * i} 206 H${144 + 42 * i} Z`,
            GLASS,
            CLEAR,
          ) +
          path(
            `M${142 + 42 * i} 168 H${174 + 42 * i} L${172 + 42 * i} 204 H${144 + 42 * i} Z`,
            drink,
            'opacity=".75"',
          ) +
          line(`M${147 + 42 * i} 148 V196`, '#ffffff', 3),
      )
      .join('')
  );
}
