import { box, ground, line, oval, path, range, shade } from './draw.js';

export function backpack({ cloth, leather, flap }) {
  return (
    ground(62) +
    line('M100 44 Q100 24 120 24 Q140 24 140 44', leather, 8) +
    path('M62 98 Q62 40 120 40 Q178 40 178 98 V190 Q178 206 162 206 H78 Q62 206 62 190 Z', cloth) +
    path(
      'M48 124 Q48 112 62 112 V186 H56 Q48 186 48 176 Z M192 124 Q192 112 178 112 V186 H184 Q192 186 192 176 Z',
      shade(cloth, -0.2),
    ) +
    box(80, 138, 80, 56, 12, shade(cloth, -0.14)) +
    path('M62 96 Q62 40 120 40 Q178 40 178 96 L176 112 Q120 136 64 112 Z', flap) +
    line('M92 110 V152 M148 110 V152', leather, 9) +
    box(85, 138, 14, 12, 3, '#d4b15e') +
    box(141, 138, 14, 12, 3, '#d4b15e')
  );
}

export function rollTop({ cloth, strap }) {
  return (
    ground(58) +
    path('M66 84 H174 L180 190 Q180 206 164 206 H76 Q60 206 60 190 Z', cloth) +
    path('M66 84 H84 L80 206 H76 Q60 206 60 190 Z', shade(cloth, 0.15)) +
    box(60, 62, 120, 30, 14, shade(cloth, -0.12)) +
    line('M66 77 H174', shade(cloth, -0.3), 2) +
    box(56, 50, 128, 18, 9, shade(cloth, 0.06)) +
    line('M120 58 V146', strap, 10) +
    box(110, 116, 20, 16, 3, '#2a2f2d') +
    path('M78 154 H162 V190 Q162 196 156 196 H84 Q78 196 78 190 Z', shade(cloth, -0.16)) +
    line('M84 162 H156', shade(cloth, -0.4), 2.5)
  );
}

export function tote({ cloth, print, handle }) {
  return (
    ground(62) +
    line('M88 100 Q84 34 120 34 Q156 34 152 100', handle, 8) +
    path('M58 92 H182 L192 194 Q193 206 182 206 H58 Q47 206 48 194 Z', cloth) +
    path('M58 92 H76 L68 206 H58 Q47 206 48 194 Z', shade(cloth, 0.25)) +
    line('M60 102 H180', shade(cloth, -0.16), 2, 'stroke-dasharray="5 4"') +
    path('M84 180 L110 134 L126 160 L136 146 L158 180 Z', print) +
    oval(150, 132, 9, 9, print)
  );
}

export function basket({ wicker, cloth }) {
  return (
    ground(84) +
    line('M56 118 Q60 40 120 40 Q180 40 184 118', shade(wicker, -0.18), 9) +
    path('M44 122 H196 L182 196 Q180 206 170 206 H70 Q60 206 58 196 Z', wicker) +
    range(4, (row) =>
      range(9, (i) =>
        line(
          `M${58 + row * 3 + i * (15.4 - row * 0.7)} ${136 + 19 * row} q6 -6 12 0`,
          shade(wicker, row % 2 ? -0.3 : -0.2),
          4,
        ),
      ),
    ) +
    path('M50 118 Q80 100 104 122 Q96 148 74 152 Q58 140 50 118 Z', cloth) +
    range(3, (i) => line(`M${62 + 12 * i} ${116 - 2 * i} q6 14 2 26`, shade(cloth, 0.5), 3)) +
    box(38, 112, 164, 14, 7, shade(wicker, -0.1))
  );
}

export function tent({ cloth, lining, rope }) {
  return (
    ground(104) +
    line('M34 204 L18 214 M206 204 L222 214', rope, 3) +
    path('M120 56 L214 206 H26 Z', cloth) +
    path('M120 56 L214 206 H160 Z', shade(cloth, -0.18)) +
    path('M120 80 L156 206 H84 Z', shade(lining, -0.55)) +
    path('M120 80 L84 206 H104 Q122 150 120 80 Z', lining) +
    path('M120 80 L156 206 H138 Q120 150 120 80 Z', shade(lining, -0.1)) +
    line('M112 44 L120 58 L128 44', rope, 5) +
    path('M60 152 l10 -16 l4 20 Z', shade(cloth, 0.25))
  );
}

export function campChair({ cloth, metal }) {
  return (
    ground(78) +
    line('M78 152 L172 206 M162 152 L68 206', shade(metal, -0.2), 7) +
    line('M72 52 L78 150 M168 52 L162 150', metal, 7) +
    path('M68 54 Q120 66 172 54 L166 118 Q120 130 74 118 Z', cloth) +
    path('M68 54 Q120 66 172 54 L171 66 Q120 78 69 66 Z', shade(cloth, -0.2)) +
    path('M62 142 H178 L170 166 Q120 180 70 166 Z', shade(cloth, -0.08)) +
    line('M50 112 H86 M154 112 H190', shade(cloth, -0.35), 10) +
    line('M54 114 L62 206 M186 114 L178 206', metal, 7) +
    box(176, 118, 20, 24, 4, shade(cloth, -0.28))
  );
}

export function hammock({ cloth, stripe, wood }) {
  return (
    ground(92) +
    line('M26 40 V208 M214 40 V208', wood, 12) +
    line(
      'M28 66 L62 104 M28 66 L56 116 M28 66 L50 128 M212 66 L178 104 M212 66 L184 116 M212 66 L190 128',
      '#b79a6c',
      2.5,
    ) +
    path('M50 104 Q120 146 190 104 L194 126 Q122 208 46 126 Z', cloth) +
    path('M49 111 Q120 156 191 111 L192 117 Q120 166 48 117 Z', stripe) +
    path('M58 138 Q120 188 182 138 L174 147 Q120 194 66 147 Z', stripe) +
    line('M52 100 L46 130 M188 100 L194 130', shade(wood, -0.2), 6)
  );
}

export function flask({ body, cup }) {
  return (
    ground(40) +
    box(90, 36, 60, 46, 12, cup) +
    box(90, 72, 60, 12, 3, shade(cup, -0.25)) +
    path(
      'M86 92 Q86 84 94 84 H146 Q154 84 154 92 V194 Q154 206 142 206 H98 Q86 206 86 194 Z',
      body,
    ) +
    box(94, 92, 11, 104, 5, shade(body, 0.25)) +
    path('M138 84 H146 Q154 84 154 92 V194 Q154 206 142 206 H138 Z', shade(body, -0.14)) +
    path('M108 152 L120 130 L132 152 Z M116 160 h8 v8 h-8 Z', shade(body, 0.55)) +
    line('M90 48 Q66 50 68 84 Q70 100 86 104', shade(cup, -0.2), 6)
  );
}

export function blanket({ wool, stripe, second }) {
  return (
    ground(88) +
    range(14, (i) => line(`M${44 + 11.7 * i} 196 v12`, shade(wool, -0.1), 3)) +
    box(34, 142, 172, 58, 22, wool) +
    box(34, 96, 172, 58, 22, shade(wool, 0.07)) +
    box(34, 56, 172, 54, 22, shade(wool, 0.14)) +
    range(
      3,
      (i) =>
        box(70, [56, 96, 142][i], 20, [54, 58, 58][i], 0, stripe) +
        box(96, [56, 96, 142][i], 8, [54, 58, 58][i], 0, second) +
        box(152, [56, 96, 142][i], 20, [54, 58, 58][i], 0, stripe),
    ) +
    line('M46 110 Q120 116 194 110 M46 154 Q120 160 194 154', shade(wool, -0.3), 3)
  );
}

export function lantern({ frame, brass }) {
  return (
    ground(50) +
    line('M82 96 Q70 22 120 22 Q170 22 158 96', frame, 5) +
    oval(120, 138, 66, 48, '#ffdf8e', 'opacity=".3"') +
    path('M86 100 H154 L162 176 H78 Z', '#fbf3d6', 'opacity=".9"') +
    path('M120 116 Q140 144 120 168 Q100 144 120 116 Z', '#f2a33a') +
    path('M120 134 Q129 150 120 166 Q111 150 120 134 Z', '#ffe9a8') +
    line('M86 100 L78 176 M154 100 L162 176 M104 100 L100 176 M136 100 L140 176', frame, 4) +
    path('M98 70 Q120 50 142 70 L158 100 H82 Z', brass) +
    path('M70 180 Q72 172 80 172 H160 Q168 172 170 180 L174 206 H66 Z', brass) +
    box(70, 186, 100, 6, 3, shade(brass, -0.25))
  );
}
