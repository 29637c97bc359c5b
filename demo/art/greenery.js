import { box, ground, line, oval, path, range, shade, turn } from './draw.js';

const planter = (fill, top = 142, half = 40) =>
  path(`M${120 - half} ${top} H${120 + half} L${120 + half - 11} 206 H${120 - half + 11} Z`, fill) +
  path(
    `M${120 - half} ${top} H${120 - half + 18} L${120 - half + 22} 206 H${120 - half + 11} Z`,
    shade(fill, 0.18),
  ) +
  box(120 - half - 5, top - 8, 2 * half + 10, 16, 5, shade(fill, -0.12));

const leaf = (x, y, degrees, length, width, fill) =>
  turn(
    degrees,
    path(
      `M${x} ${y} Q${x - width} ${y - length * 0.55} ${x} ${y - length} Q${x + width} ${y - length * 0.55} ${x} ${y} Z`,
      fill,
    ) + line(`M${x} ${y - 3} V${y - length * 0.86}`, shade(fill, -0.22), 1.6),
    x,
    y,
  );

/** A heart-shaped leaf with cuts. */
const splitLeaf = (x, y, degrees, size, fill) =>
  turn(
    degrees,
    path(
      `M${x} ${y} Q${x - size * 0.75} ${y - size * 0.1} ${x - size * 0.62} ${y - size * 0.7} Q${x - size * 0.3} ${y - size * 1.25} ${x} ${y - size * 1.35} Q${x + size * 0.3} ${y - size * 1.25} ${x + size * 0.62} ${y - size * 0.7} Q${x + size * 0.75} ${y - size * 0.1} ${x} ${y} Z`,
      fill,
    ) +
      line(`M${x} ${y} V${y - size * 1.2}`, shade(fill, -0.25), 2) +
      [-1, 1]
        .map((side) =>
          range(3, (i) => {
            const from = y - size * (0.22 + 0.3 * i);
            return line(
              `M${x + side * size * 0.22} ${from} L${x + side * size * 0.66} ${from - size * 0.16}`,
              'var(--tile, #eee)',
              4,
            );
          }),
        )
        .join(''),
    x,
    y,
  );

export function monstera({ pot, green }) {
  const stem = shade(green, -0.25);
  return (
    ground(54) +
    line(
      'M118 140 Q104 108 84 96 M122 140 Q132 104 158 92 M120 140 Q118 96 122 80 M116 140 Q92 126 70 132',
      stem,
      5,
    ) +
    splitLeaf(72, 134, -82, 38, shade(green, -0.14)) +
    splitLeaf(156, 96, 42, 50, shade(green, -0.07)) +
    splitLeaf(86, 98, -42, 50, green) +
    splitLeaf(122, 84, 4, 54, shade(green, 0.1)) +
    planter(pot)
  );
}

export function snakePlant({ pot, green, edge }) {
  const blade = (x, degrees, length) =>
    turn(
      degrees,
      path(
        `M${x - 9} 146 Q${x - 14} ${146 - length * 0.6} ${x} ${146 - length} Q${x + 14} ${146 - length * 0.6} ${x + 9} 146 Z`,
        edge,
      ) +
        path(
          `M${x - 5} 146 Q${x - 8} ${146 - length * 0.6} ${x} ${152 - length} Q${x + 8} ${146 - length * 0.6} ${x + 5} 146 Z`,
          green,
        ) +
        range(4, (i) =>
          line(`M${x - 4} ${130 - i * length * 0.19} l4 -4 l4 4`, shade(green, -0.3), 2),
        ),
      x,
      146,
    );
  return (
    ground(52) +
    blade(96, -14, 92) +
    blade(146, 15, 88) +
    blade(108, -5, 122) +
    blade(134, 6, 108) +
    blade(121, 0, 134) +
    planter(pot, 142, 42)
  );
}

export function cactus({ pot, green, flower }) {
  const dark = shade(green, -0.2);
  return (
    ground(48) +
    line('M102 112 H82 Q74 112 74 100 V84', green, 20) +
    line('M140 100 H158 Q168 100 168 90 V66', green, 20) +
    box(98, 40, 44, 106, 22, green) +
    line('M110 52 V138 M120 48 V138 M130 52 V138', dark, 2, 'stroke-dasharray="3 7"') +
    line('M74 106 V86 M168 92 V68', dark, 2, 'stroke-dasharray="3 7"') +
    range(5, (i) => turn(72 * i, oval(120, 31, 5, 9, flower), 120, 39)) +
    oval(120, 39, 5, 5, '#f3cf66') +
    planter(pot, 144, 38)
  );
}

export function fern({ pot, green }) {
  const frond = (degrees, length) =>
    turn(
      degrees,
      line(
        `M120 142 Q${120 - length * 0.06} ${142 - length * 0.6} 120 ${142 - length}`,
        shade(green, -0.25),
        3,
      ) +
        range(8, (i) => {
          const y = 130 - (i * (length - 16)) / 8;
          const reach = 17 - 1.5 * i;
          return (
            turn(-28, oval(120 - reach * 0.7, y, reach * 0.8, 4.4, green), 120, y) +
            turn(28, oval(120 + reach * 0.7, y, reach * 0.8, 4.4, shade(green, -0.1)), 120, y)
          );
        }),
      120,
      142,
    );
  return (
    ground(50) +
    frond(-78, 82) +
    frond(78, 82) +
    frond(-50, 100) +
    frond(50, 100) +
    frond(-22, 112) +
    frond(22, 112) +
    frond(0, 104) +
    planter(pot, 144, 36)
  );
}

export function olive({ pot, green, wood }) {
  const spots = [
    [120, 36],
    [92, 48],
    [148, 46],
    [76, 70],
    [164, 70],
    [104, 74],
    [136, 76],
    [120, 58],
    [90, 92],
    [150, 92],
    [120, 96],
  ];
  return (
    ground(46) +
    line('M120 150 Q116 124 121 92', wood, 7) +
    line('M119 118 Q104 104 96 88 M120 112 Q136 100 146 86', wood, 4) +
    spots
      .map(([x, y], i) =>
        range(4, (k) =>
          leaf(x, y, 90 * k + 31 * i, 25, 8, shade(green, ((i + k) % 3) * 0.1 - 0.1)),
        ),
      )
      .join('') +
    [
      [100, 84],
      [140, 62],
      [128, 88],
      [84, 66],
    ]
      .map(([x, y]) => oval(x, y, 4.4, 5.6, '#3f3a4d'))
      .join('') +
    planter(pot, 152, 32)
  );
}

export function fig({ pot, green, wood }) {
  return (
    ground(52) +
    line('M120 150 Q126 104 118 44', wood, 6) +
    range(
      4,
      (i) =>
        leaf(121, 134 - 24 * i, -66 + 9 * i, 56 - 4 * i, 24, shade(green, -0.04 * i)) +
        leaf(121, 124 - 24 * i, 66 - 9 * i, 56 - 4 * i, 24, shade(green, 0.1 - 0.04 * i)),
    ) +
    leaf(118, 52, -6, 44, 18, shade(green, 0.14)) +
    path('M76 154 H164 Q168 206 146 206 H94 Q72 206 76 154 Z', pot) +
    range(3, (i) =>
      line(`M77 ${166 + 12 * i} Q120 ${172 + 12 * i} 163 ${166 + 12 * i}`, shade(pot, -0.18), 3),
    ) +
    box(72, 148, 96, 10, 5, shade(pot, -0.12))
  );
}

export function trailing({ pot, green, cord }) {
  const vine = (d, points) =>
    line(d, shade(green, -0.25), 2.5) +
    points
      .map(([x, y, r], i) =>
        turn(
          r,
          path(
            `M${x} ${y} q-13 4 -9 15 q3 8 9 11 q6 -3 9 -11 q4 -11 -9 -15 Z`,
            shade(green, (i % 3) * 0.09 - 0.09),
          ),
          x,
          y,
        ),
      )
      .join('');
  return (
    line('M120 4 L82 88 M120 4 L158 88 M120 4 V84', cord, 3) +
    range(6, (i) => leaf(86 + 14 * i, 96, -50 + 20 * i, 34, 13, shade(green, (i % 2) * 0.1))) +
    vine('M84 98 Q62 130 70 190', [
      [82, 104, 40],
      [68, 128, 30],
      [72, 150, -20],
      [66, 170, 20],
      [71, 188, 0],
    ]) +
    vine('M156 98 Q180 132 168 206', [
      [160, 104, -40],
      [174, 130, -30],
      [168, 152, 20],
      [174, 176, -10],
      [168, 202, 0],
    ]) +
    vine('M108 100 Q98 140 106 172', [
      [104, 148, 10],
      [106, 168, -14],
    ]) +
    path('M78 90 H162 Q160 146 120 148 Q80 146 78 90 Z', pot) +
    path(
      'M90 98 Q92 124 106 136',
      'none',
      `stroke="${shade(pot, 0.3)}" stroke-width="6" stroke-linecap="round"`,
    ) +
    box(74, 84, 92, 12, 6, shade(pot, -0.12))
  );
}

export function wateringCan({ metal, brass }) {
  return (
    ground(72, 132) +
    path('M96 176 L44 98 L32 104 L84 196 Z', shade(metal, -0.12)) +
    path('M20 106 L48 84 L54 94 L28 114 Z', brass) +
    line('M152 112 Q214 90 208 146 Q202 184 176 188', brass, 9) +
    path('M88 118 H176 L184 206 H80 Z', metal) +
    path('M88 118 H106 L102 206 H80 Z', shade(metal, 0.2)) +
    box(84, 110, 96, 12, 5, shade(metal, -0.16)) +
    line('M92 112 Q132 62 172 112', brass, 7)
  );
}

export function mister({ glass, brass }) {
  return (
    ground(44) +
    path(
      'M92 108 Q92 96 104 94 H136 Q148 96 148 108 Q172 126 168 170 Q166 206 148 206 H92 Q74 206 72 170 Q68 126 92 108 Z',
      glass,
      'opacity=".88"',
    ) +
    path(
      'M74 152 H167 Q171 206 148 206 H92 Q69 206 74 152 Z',
      shade(glass, -0.25),
      'opacity=".5"',
    ) +
    line('M88 128 Q80 148 84 180', '#ffffff', 6, 'opacity=".7"') +
    box(102, 74, 36, 22, 4, brass) +
    path('M84 54 H146 Q152 54 152 60 V74 H98 L84 66 Z', shade(brass, -0.08)) +
    line('M106 76 Q90 84 92 100', shade(brass, -0.2), 6) +
    range(3, (i) => oval(66 - 12 * i, 54 + 5 * (i - 1) * (i % 2 ? 1 : 2), 2.6, 2.6, '#7fa3b8'))
  );
}

export function trowel({ metal, wood }) {
  return turn(
    38,
    path('M88 132 H152 Q156 186 120 232 Q84 186 88 132 Z', metal) +
      path('M96 138 H116 V218 Q92 184 96 138 Z', shade(metal, 0.28)) +
      line('M120 132 V96', shade(metal, -0.25), 9) +
      box(107, 14, 26, 84, 12, wood) +
      box(107, 84, 26, 12, 3, shade(wood, -0.3)) +
      line('M115 26 V72', shade(wood, 0.28), 4) +
      oval(120, 22, 4, 4, shade(wood, -0.4)),
  );
}
