import { expect, test } from 'vitest';
import { useCommands } from './command.fixture.js';

const { run } = useCommands();

test.each([
  ['evaluate', '--min-item-count=3', 'train'],
  ['evaluate', '--epochs=3', 'train'],
  ['inspect', '--out=x', 'train, predict, prepare, simulate, card, export, slice'],
  ['drift', '--require-better', 'train, evaluate'],
  ['train', '--k=5', 'predict'],
  ['doctor', '--visits=3', 'card'],
])('%s refuses %s, which it would pass over', async (command, option, others) => {
  const { code, err } = await run(command, 'a', 'b', option);
  expect(code).toBe(2);
  const [name] = option.split('=');
  expect(err).toContain(`${name} is no option of ${command}: it is one of ${others}.`);
});

test('what every command takes is refused by none', async () => {
  const { code, err } = await run('inspect', 'weights/base.safetensors', '--json');
  expect([code, err]).toEqual([0, '']);
});
