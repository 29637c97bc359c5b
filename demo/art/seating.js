import { box, ground, line, oval, path, range, shade } from './draw.js';

const BACKS = {
  wish: ({ frame }) =>
    line('M74 78 Q120 30 166 78', frame, 8) +
    line('M100 54 L118 88 M140 54 L122 88 M120 86 V136', shade(frame, -0.08), 6) +
    line('M78 76 L88 140 M162 76 L152 140', frame, 7),
  slats: ({ frame }) =>
    line('M80 46 L86 140 M160 46 L154 140', frame, 7) +
    range(5, (i) => line(`M${94 + 13 * i} 52 V130`, shade(frame, -0.1), 5)) +
    box(74, 42, 92, 15, 7, frame),
  cane: ({ frame, seat }) =>
    box(78, 46, 84, 66, 16, shade(seat, 0.25)) +
    range(7, (i) => line(`M${86 + 11 * i} 50 V108`, shade(seat, -0.18), 1.6)) +
    range(5, (i) => line(`M82 ${56 + 11.5 * i} H158`, shade(seat, -0.18), 1.6)) +
    `<rect x="78" y="46" width="84" height="66" rx="16" fill="none" stroke="${frame}" stroke-width="8"/>` +
    line('M86 110 L89 140 M154 110 L151 140', frame, 7),
  ladder: ({ frame }) =>
    range(3, (i) =>
      path(
        `M84 ${56 + 25 * i} Q120 ${46 + 25 * i} 156 ${56 + 25 * i} V${68 + 25 * i} Q120 ${58 + 25 * i} 84 ${68 + 25 * i} Z`,
        shade(frame, -0.08),
      ),
    ) +
    line('M82 36 L86 142 M158 36 L154 142', frame, 8) +
    oval(82, 34, 6, 6, frame) +
    oval(158, 34, 6, 6, frame),
};

export function chair({ frame, seat, back }) {
  const dark = shade(frame, -0.28);
  return (
    ground(66) +
    line('M92 158 L95 198 M148 158 L145 198', dark, 7) +
    BACKS[back]({ frame, seat }) +
    line('M78 160 L70 206 M162 160 L170 206', frame, 8) +
    line('M76 186 H164', dark, 5) +
    path('M80 132 H160 L174 154 Q175 158 170 158 H70 Q65 158 66 154 Z', seat) +
    path(
      'M66 155 Q66 158 70 158 H170 Q175 158 174 155 L174 160 Q174 166 168 166 H72 Q66 166 66 160 Z',
      shade(seat, -0.22),
    )
  );
}

export function stool({ frame, seat, tall }) {
  const top = tall ? 62 : 120;
  const middle = (top + 206) / 2 + 14;
  return (
    ground(58) +
    line(`M98 ${top + 14} L92 198 M142 ${top + 14} L148 198`, shade(frame, -0.28), 7) +
    line(`M84 ${top + 12} L70 206 M156 ${top + 12} L170 206`, frame, 8) +
    line(`M${tall ? 77 : 80} ${middle} H${tall ? 163 : 160}`, shade(frame, -0.12), 6) +
    path(
      `M68 ${top} Q68 ${top + 18} 84 ${top + 18} H156 Q172 ${top + 18} 172 ${top} Z`,
      shade(seat, -0.22),
    ) +
    oval(120, top, 52, 12, seat) +
    oval(120, top - 1, 40, 7, shade(seat, 0.14))
  );
}

export function bench({ frame, seat }) {
  return (
    ground(96) +
    line('M44 140 L38 206 M196 140 L202 206', frame, 9) +
    line('M66 140 L64 196 M174 140 L176 196', shade(frame, -0.28), 8) +
    line('M42 178 H198', shade(frame, -0.14), 6) +
    path('M36 118 H204 L218 136 H22 Z', seat) +
    range(4, (i) =>
      line(`M${62 - 3 * i} ${122 + 4 * i} H${178 + 3 * i}`, shade(seat, -0.13), 1.4),
    ) +
    box(22, 135, 196, 10, 3, shade(seat, -0.22))
  );
}

export function armchair({ frame, fabric, wing }) {
  const dark = shade(fabric, -0.16);
  const top = wing ? 34 : 56;
  return (
    ground(80) +
    line('M70 180 L64 206 M170 180 L176 206', frame, 8) +
    path(
      `M64 ${top + 34} Q64 ${top} 98 ${top} H142 Q176 ${top} 176 ${top + 34} V170 H64 Z`,
      fabric,
    ) +
    (wing
      ? path('M64 66 Q44 74 50 126 L70 130 V62 Z M176 66 Q196 74 190 126 L170 130 V62 Z', dark)
      : '') +
    range(3, (i) => oval(96 + 24 * i, top + 32, 2.6, 2.6, dark)) +
    range(2, (i) => oval(108 + 24 * i, top + 52, 2.6, 2.6, dark)) +
    box(70, 128, 100, 30, 13, shade(fabric, 0.12)) +
    path('M66 154 H174 V184 Q174 188 170 188 H70 Q66 188 66 184 Z', dark) +
    path(
      'M42 132 Q42 112 58 112 Q74 112 74 132 V186 Q74 190 70 190 H46 Q42 190 42 186 Z',
      shade(fabric, 0.05),
    ) +
    path(
      'M198 132 Q198 112 182 112 Q166 112 166 132 V186 Q166 190 170 190 H194 Q198 190 198 186 Z',
      shade(fabric, 0.05),
    )
  );
}

export function sofa({ frame, fabric, cushion }) {
  const dark = shade(fabric, -0.16);
  return (
    ground(104) +
    line('M38 186 L34 206 M202 186 L206 206', frame, 8) +
    path('M36 110 Q36 84 62 84 H178 Q204 84 204 110 V172 H36 Z', fabric) +
    line('M120 88 V140', dark, 3) +
    box(44, 134, 76, 28, 11, shade(fabric, 0.12)) +
    box(120, 134, 76, 28, 11, shade(fabric, 0.12)) +
    path('M38 158 H202 V188 H38 Z', dark) +
    `<g transform="rotate(-12 76 118)">${box(56, 98, 42, 40, 8, cushion)}${line('M62 118 H92 M77 104 V132', shade(cushion, -0.15), 2)}</g>` +
    path('M12 138 Q12 120 28 120 Q44 120 44 138 V190 H16 Q12 190 12 186 Z', shade(fabric, 0.05)) +
    path(
      'M228 138 Q228 120 212 120 Q196 120 196 138 V190 H224 Q228 190 228 186 Z',
      shade(fabric, 0.05),
    )
  );
}

export function rocker({ frame, seat }) {
  const dark = shade(frame, -0.25);
  return (
    ground(82, 122, 212) +
    line('M46 190 Q122 226 200 186', frame, 9) +
    line('M92 148 L84 200 M160 146 L166 200', frame, 8) +
    line('M70 44 L96 150', frame, 9) +
    range(4, (i) =>
      line(`M${62 + 6.4 * i} ${58 + 22 * i} L${80 + 5.6 * i} ${53 + 22 * i}`, dark, 6),
    ) +
    path('M86 138 L170 132 Q178 132 178 139 Q178 146 170 147 L90 154 Q84 154 84 146 Z', seat) +
    path(
      'M84 147 Q84 154 90 154 L170 147 Q178 146 178 139 L178 147 Q178 154 170 155 L92 162 Q84 162 84 154 Z',
      shade(seat, -0.2),
    ) +
    line('M82 106 Q122 96 160 104 L164 136', frame, 8)
  );
}
