import { expect, test } from 'vitest';
import { seededRandom } from '../lib/random.js';
import { ACTION_TYPES } from './event.js';
import { createHostile } from './hostile-values.fixture.js';
import { createIntake } from './intake.js';
import { parseEvent, parseStoredEvent } from './parse-event.js';
import { parseId, parseNumber, parsePrice, parseText, parseUrl } from './parse-field.js';
import { parseItem } from './parse-item.js';
import { rawEvents } from './raw-events.js';

const NOW = 1_700_000_000_000;
const FIELDS =
  'type item id items quantity price query category list position order ts session source name brand url image embedding available currency group'.split(
    ' ',
  );

test('no input makes a parser throw, and all output is within limits', () => {
  const hostile = createHostile(seededRandom(1), FIELDS);
  for (let i = 0; i < 3000; i++) {
    const input = i % 2 ? hostile.object() : hostile.value();
    const parsed = parseEvent(input, { ts: NOW, session: 's', source: 'track' });
    const stored = parseStoredEvent(input, NOW);
    for (const event of ['event' in parsed ? parsed.event : undefined, stored]) {
      if (!event) continue;
      expect(ACTION_TYPES).toContain(event.type);
      expect(event.ts).toBeLessThanOrEqual(NOW + 60_000);
      expect(Number.isFinite(event.price ?? 0)).toBe(true);
      expect(JSON.stringify(event).length).toBeLessThan(4000);
    }
    const item = parseItem(input);
    if (item) expect(item.id).not.toBe('__proto__');
    for (const parse of [parseText, parseId, parsePrice, parseUrl]) {
      const field = (parse as (input: unknown, max: number) => unknown)(input, 100);
      if (typeof field === 'number') expect(field).toBeGreaterThanOrEqual(0);
    }
    expect(parseNumber(input, 1, 5) ?? 1).toBeGreaterThanOrEqual(1);
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('every call of track is an event or a counted refusal', () => {
  const hostile = createHostile(seededRandom(2), FIELDS);
  const intake = createIntake({ now: () => NOW, random: seededRandom(3) }, () => []);
  let raw = 0;
  let kept = 0;
  for (let i = 0; i < 2000; i++) {
    const type = i % 3 ? ACTION_TYPES[i % 8] : hostile.value();
    const raws = rawEvents(type, hostile.value(), hostile.value(), () => {});
    expect(raws.length).toBeGreaterThan(0);
    expect(raws.length).toBeLessThanOrEqual(200);
    for (const one of raws) {
      raw++;
      if (intake.event(one, 'track')) kept++;
    }
  }
  const { clamped: _, ...refused } = intake.refusals();
  const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0);
  expect(kept).toBeGreaterThan(100);
  expect(refused.shape).toBeGreaterThan(0);
  expect(refused.type).toBeGreaterThan(0);
  expect(refused.item).toBeGreaterThan(0);
  expect(kept + refusals).toBe(raw);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
