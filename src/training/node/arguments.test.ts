import { expect, test } from 'vitest';
import { numberOption, OPTIONS, type OptionName, readArguments } from './arguments.js';

const WITH_VALUE = Object.entries(OPTIONS).flatMap(([name, { type }]) =>
  type === 'string' ? [name as OptionName] : [],
);

test.each(WITH_VALUE)(
  '--%s -5 is a value, and a number that is asked for is not below 1',
  (name) => {
    for (const text of ['-5', '-.5', '-1e3', '-Infinity']) {
      const given = readArguments(['train', 'log.csv', `--${name}`, text]);
      expect([given.values[name]].flat()).toEqual([text]);
      if (name !== 'click')
        expect(() => numberOption(given, name, 1, 9)).toThrow(
          expect.objectContaining({
            code: 'BAD_OPTION',
            message: `--${name} is "${text}": a whole number from 1 to 9.`,
          }),
        );
    }
  },
);

test('an option after an option is not its value', () => {
  expect(() => readArguments(['train', '--events', '--json'])).toThrow(/ambiguous/);
  expect(readArguments(['train', '--json', '-h']).values).toEqual({ json: true, help: true });
});
