import { expect, test } from 'vitest';
import { scrub } from './bug-report.js';

test.each([
  ['track("my secret"): item', 'track("…"): item'],
  ['a quote "that is cut off', 'a quote "…"'],
  ['https://shop.example/a?mail=jo: HTTP 404', 'https://shop.example/a?… HTTP 404'],
  ['asked by jo.doe@example.org here', 'asked by … here'],
  ['No model: baselines serve.', 'No model: baselines serve.'],
])('%s becomes %s', (text, scrubbed) => {
  expect(scrub(text)).toBe(scrubbed);
});
