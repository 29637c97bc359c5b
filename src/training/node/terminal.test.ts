import { expect, test } from 'vitest';
import { duration, quantisedLine } from '../measure/log-text.js';
import { createProgress, type Terminal, trainingLine } from './terminal.js';

function terminal(isTTY: boolean) {
  let said = '';
  const write = (text: string) => {
    said += text;
  };
  const terminal: Terminal = { out: { write }, err: { write, isTTY, columns: 30 } };
  return { terminal, said: () => said };
}

test('a terminal rewrites one line, cut to its width, and clears it for a final line', () => {
  const { terminal: tty, said } = terminal(true);
  const progress = createProgress(tty);
  progress.show('first');
  progress.show('x'.repeat(50));
  progress.say('done');
  expect(said()).toBe(`\r\x1b[Kfirst\r\x1b[K${'x'.repeat(29)}\r\x1b[Kdone\n`);
});

test('without a terminal, only urgent lines are printed', () => {
  const { terminal: file, said } = terminal(false);
  const progress = createProgress(file);
  progress.show('step 1');
  progress.show('epoch 2', true);
  progress.show('step 3');
  progress.say('done');
  progress.clear();
  expect(said()).toBe('epoch 2\ndone\n');
});

test('the progress line has loss, speed, time left and held-out recall', () => {
  const at = { epoch: 2, epochs: 4, step: 5, steps: 10, loss: 1.23456, eventsPerSecond: 1800.4 };
  const line = trainingLine({ ...at, secondsLeft: 95, recall: 0.4567 });
  expect(line).toBe(
    `${'█'.repeat(9)}${'░'.repeat(15)}  37%  epoch 2/4  loss 1.235  held-out recall@20 45.7  1,800 events/s  1 min 35 s left`,
  );
  expect(trainingLine({ ...at, secondsLeft: Infinity })).toMatch(/events\/s {2}\? left$/);
  // A step more than was foreseen does not run over the end.
  expect(trainingLine({ ...at, epoch: 4, step: 11, secondsLeft: 0 })).toContain('100%');
});

test('the quantising line shows accuracy before and after', () => {
  const before = { score: 1, recall: 0.5551, mrr: 0.2104 };
  const after = { score: 0.9, recall: 0.5432, mrr: 0.2049 };
  expect(quantisedLine({ before, after })).toBe(
    'held-out recall@20 / MRR@20: 55.5 / 21.0 before the vectors were quantised, 54.3 / 20.5 after',
  );
});

test.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [61, '1 min 1 s'],
  [3 * 3600 + 120, '3 h 2 min'],
])('%s seconds are printed as %s', (seconds, text) => expect(duration(seconds)).toBe(text));
