import { chromium } from 'playwright-core';
import { catalog } from '../../demo/catalog.js';
import { draw } from '../../demo/art/index.js';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.mjs';

const SIDE = 64;
const CELL = 16;
const ANGLES = 9;

/**
 * Each product of the demo as 272 numbers of its drawing: 64 of colour, 144 of edges by place and
 * direction (after HOG, Dalal & Triggs 2005), 64 of light and dark by place. No encoder, no weights.
 */
export async function pictureVectors() {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: CHROMIUM_ARGS,
  });
  const page = await browser.newPage();
  const vectors = new Map();
  for (const product of catalog) {
    const svg = draw(product).replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ');
    const pixels = await page.evaluate(rasterise, { svg, side: SIDE });
    vectors.set(product.id, [...colours(pixels), ...edges(pixels), ...light(pixels)]);
  }
  await browser.close();
  return vectors;
}

/** Runs in the page: RGBA of the drawing on white. */
async function rasterise({ svg, side }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, side, side);
  context.drawImage(image, 0, 0, side, side);
  return [...context.getImageData(0, 0, side, side).data];
}

/** Each part of the vector weighs the same. */
function toLengthOne(values) {
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}

function colours(pixels) {
  const counts = new Array(64).fill(0);
  for (let at = 0; at < pixels.length; at += 4) {
    const [r, g, b] = pixels.slice(at, at + 3);
    // The ground is no colour of the product.
    if (r + g + b < 760) counts[(r >> 6) * 16 + (g >> 6) * 4 + (b >> 6)]++;
  }
  return toLengthOne(counts.map(Math.sqrt));
}

const grayOf = (pixels) =>
  Array.from(
    { length: SIDE * SIDE },
    (_, i) => (0.299 * pixels[4 * i] + 0.587 * pixels[4 * i + 1] + 0.114 * pixels[4 * i + 2]) / 255,
  );

function edges(pixels) {
  const gray = grayOf(pixels);
  const cells = SIDE / CELL;
  const sums = new Array(cells * cells * ANGLES).fill(0);
  for (let y = 1; y < SIDE - 1; y++) {
    for (let x = 1; x < SIDE - 1; x++) {
      const dx = gray[y * SIDE + x + 1] - gray[y * SIDE + x - 1];
      const dy = gray[(y + 1) * SIDE + x] - gray[(y - 1) * SIDE + x];
      const angle = (Math.atan2(dy, dx) + Math.PI) % Math.PI;
      const bin = Math.min(ANGLES - 1, Math.floor((angle / Math.PI) * ANGLES));
      const cell = Math.floor(y / CELL) * cells + Math.floor(x / CELL);
      sums[cell * ANGLES + bin] += Math.hypot(dx, dy);
    }
  }
  return toLengthOne(sums.map(Math.sqrt));
}

function light(pixels) {
  const gray = grayOf(pixels);
  const step = SIDE / 8;
  const means = new Array(64).fill(0);
  gray.forEach((value, i) => {
    const place = Math.floor(i / SIDE / step) * 8 + Math.floor((i % SIDE) / step);
    means[place] += (1 - value) / step ** 2;
  });
  return toLengthOne(means);
}
