import { box, ground, line, oval, path, range, shade, turn } from './draw.js';

const lightOf = (fill) => shade(fill, 0.24);
const darkOf = (fill) => shade(fill, -0.2);

export function casserole({ body, knob }) {
  return (
    ground(84) +
    line(
      'M46 136 Q24 136 28 150 Q32 158 48 154 M194 136 Q216 136 212 150 Q208 158 192 154',
      darkOf(body),
      9,
    ) +
    path('M46 124 H194 V176 Q194 206 164 206 H76 Q46 206 46 176 Z', body) +
    path('M56 130 H70 V178 Q70 192 80 198 Q56 196 56 174 Z', lightOf(body)) +
    path('M44 118 Q52 88 120 86 Q188 88 196 118 Z', shade(body, 0.07)) +
    box(40, 116, 160, 12, 6, darkOf(body)) +
    box(111, 72, 18, 14, 4, darkOf(knob)) +
    oval(120, 70, 17, 8, knob)
  );
}

export function skillet({ body, handle }) {
  return turn(
    -38,
    box(150, 110, 92, 18, 9, handle) +
      box(142, 113, 30, 12, 4, shade(body, 0.12)) +
      oval(226, 119, 5, 4, shade(handle, -0.4)) +
      oval(92, 119, 70, 70, body) +
      oval(92, 119, 58, 58, shade(body, 0.1)) +
      oval(92, 119, 50, 50, shade(body, -0.14)) +
      line('M58 96 A42 42 0 0 1 92 77', shade(body, 0.34), 5),
    120,
    120,
  );
}

export function saucepan({ body, handle }) {
  return (
    ground(66, 96) +
    path('M152 126 L216 113 Q224 113 224 120 Q224 127 216 128 L152 142 Z', handle) +
    path('M34 116 H158 V182 Q158 206 134 206 H58 Q34 206 34 182 Z', body) +
    path('M44 122 H56 V180 Q56 192 64 198 Q44 196 44 178 Z', lightOf(body)) +
    box(30, 108, 132, 12, 6, darkOf(body)) +
    path('M158 124 L176 121 V137 L158 141 Z', darkOf(body))
  );
}

export function kettle({ body, handle }) {
  return (
    ground(64, 128) +
    line('M92 176 Q58 172 60 132 Q61 104 38 92', body, 11) +
    line('M88 180 Q54 174 55 136', lightOf(body), 3) +
    path('M92 100 H164 L178 190 Q180 206 166 206 H90 Q76 206 78 190 Z', body) +
    path('M100 108 H114 L104 196 H96 Q86 196 88 184 Z', lightOf(body)) +
    path('M90 102 Q96 84 128 84 Q160 84 166 102 Z', shade(body, -0.1)) +
    oval(128, 78, 9, 8, handle) +
    line('M166 112 Q218 96 212 142 Q208 172 180 172', handle, 10)
  );
}

export function knife({ blade, handle }) {
  return turn(
    -32,
    path('M16 128 Q40 104 96 100 H150 V140 H72 Q36 140 16 128 Z', blade) +
      path('M16 128 Q36 140 72 140 H150 V130 H66 Q36 132 16 128 Z', shade(blade, 0.4)) +
      box(148, 98, 11, 34, 3, shade(blade, -0.35)) +
      path('M158 100 H218 Q230 100 230 114 Q230 130 216 128 L158 126 Z', handle) +
      range(3, (i) => oval(172 + 20 * i, 113, 3.4, 3.4, shade(handle, 0.5))),
  );
}

export function board({ wood, fruit }) {
  return (
    ground(62) +
    path(
      'M66 58 Q66 50 74 50 H100 V34 Q100 20 120 20 Q140 20 140 34 V50 H166 Q174 50 174 58 V192 Q174 206 160 206 H80 Q66 206 66 192 Z',
      wood,
    ) +
    oval(120, 36, 8, 8, shade(wood, -0.4)) +
    range(5, (i) =>
      line(`M${82 + 19 * i} 62 Q${78 + 19 * i} 128 ${84 + 19 * i} 196`, shade(wood, -0.1), 2),
    ) +
    oval(142, 164, 27, 27, fruit) +
    oval(142, 164, 22, 22, shade(fruit, 0.55)) +
    range(6, (i) => turn(60 * i, path('M142 160 L136 147 Q142 142 148 147 Z', fruit), 142, 164))
  );
}

export function mill({ wood, metal }) {
  return (
    ground(36) +
    path(
      'M100 206 Q92 206 92 198 L94 172 Q104 160 102 142 Q94 128 100 104 H140 Q146 128 138 142 Q136 160 146 172 L148 198 Q148 206 140 206 Z',
      wood,
    ) +
    path(
      'M104 112 Q100 128 108 142 Q108 162 100 174 L99 196',
      'none',
      `stroke="${lightOf(wood)}" stroke-width="5" stroke-linecap="round"`,
    ) +
    box(96, 96, 48, 9, 4, metal) +
    path('M96 94 Q92 60 120 58 Q148 60 144 94 Z', shade(wood, 0.06)) +
    oval(120, 48, 11, 11, metal) +
    oval(117, 45, 4, 3, '#ffffff', 'opacity=".7"')
  );
}

export function press({ metal, coffee }) {
  return (
    ground(54, 112) +
    line('M112 30 V86', metal, 4) +
    oval(112, 28, 9, 9, darkOf(metal)) +
    box(70, 84, 84, 116, 8, '#dfe9ea', 'opacity=".85"') +
    path('M73 124 H151 V192 Q151 198 145 198 H79 Q73 198 73 192 Z', coffee) +
    box(73, 118, 78, 7, 3, metal) +
    box(80, 92, 7, 100, 3, '#ffffff', 'opacity=".5"') +
    path('M64 88 Q66 70 112 70 Q158 70 160 88 Z', metal) +
    box(66, 196, 92, 10, 4, metal) +
    box(68, 148, 88, 6, 3, metal) +
    line('M156 104 Q196 100 194 146 Q192 180 158 180', darkOf(metal), 9)
  );
}

export function dripper({ glaze, coffee }) {
  return (
    ground(56) +
    path(
      'M96 122 H144 Q146 140 166 172 Q176 204 150 206 H90 Q64 204 74 172 Q94 140 96 122 Z',
      '#dfe9ea',
      'opacity=".9"',
    ) +
    path('M78 174 H162 Q172 202 149 203 H91 Q68 202 78 174 Z', coffee) +
    line('M92 136 Q84 156 78 172', '#ffffff', 5) +
    path('M60 48 H180 L146 108 H94 Z', glaze) +
    path('M60 48 H88 L108 108 H94 Z', lightOf(glaze)) +
    range(3, (i) => line(`M${116 + 18 * i} 58 L${114 + 10 * i} 100`, darkOf(glaze), 2.5)) +
    box(84, 106, 72, 12, 6, darkOf(glaze)) +
    oval(120, 48, 60, 8, darkOf(glaze)) +
    oval(120, 48, 52, 5, coffee)
  );
}

export function moka({ metal, handle }) {
  return (
    ground(52) +
    path('M88 206 L96 140 H144 L152 206 Z', metal) +
    path('M88 206 L96 140 H112 L106 206 Z', lightOf(metal)) +
    path('M134 140 H144 L152 206 H136 Z', darkOf(metal)) +
    box(92, 130, 56, 11, 3, darkOf(metal)) +
    path('M96 130 L84 70 H156 L144 130 Z', metal) +
    path('M96 130 L84 70 H104 L110 130 Z', lightOf(metal)) +
    path('M84 70 L66 62 L84 92 Z', darkOf(metal)) +
    path('M82 70 L120 50 L158 70 Z', shade(metal, -0.1)) +
    oval(120, 46, 8, 9, handle) +
    line('M154 80 L188 78 L182 128', handle, 10)
  );
}
