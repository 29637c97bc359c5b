import { expect, test } from 'vitest';
import { rareError, PredictorError, toPredictorError } from './errors.js';

/** As a chunk that was built apart has it. */
function otherCopy(): Error {
  return Object.assign(new Error('The engine cannot run here.'), {
    name: 'PredictorError',
    code: 'BACKEND_UNAVAILABLE',
    detail: 'no WebGL',
  });
}

test('an error from another copy of the library is an instance, and kept as is', () => {
  const foreign = otherCopy();
  expect(foreign).toBeInstanceOf(PredictorError);
  expect(toPredictorError(foreign, 'MODEL_MISSING')).toBe(foreign);
  expect(new PredictorError('BAD_OPTION')).toBeInstanceOf(PredictorError);
  expect(rareError('NO_DATA')).toBeInstanceOf(PredictorError);
});

test.each([new Error('boom'), { name: 'PredictorError' }, null, undefined, 'PredictorError'])(
  '%j is not an instance, and is wrapped with the given code',
  (thrown) => {
    expect(thrown).not.toBeInstanceOf(PredictorError);
    expect(toPredictorError(thrown, 'MODEL_MISSING')).toMatchObject({
      name: 'PredictorError',
      code: 'MODEL_MISSING',
    });
    expect(toPredictorError(thrown, 'MODEL_MISSING').cause).toBe(thrown);
  },
);

test('keeps its cause, but not in JSON', () => {
  const thrown = new TypeError('Failed to fetch');
  const error = new PredictorError('CHUNK_MISSING', 'engine', { cause: thrown });
  expect(error.cause).toBe(thrown);
  expect(Object.keys(error.toJSON()).sort()).toEqual(['code', 'detail', 'message']);
  expect(structuredClone(error.toJSON())).toEqual(error.toJSON());
  expect('cause' in new PredictorError('BAD_OPTION', 'x')).toBe(false);
});

test('a given message replaces the one in the catalogue', () => {
  const message = 'sessionMinutes is 0: a number above 0, at most 1440. 30 is used.';
  expect(new PredictorError('BAD_OPTION', 'sessionMinutes', { message })).toMatchObject({
    message,
    detail: 'sessionMinutes',
  });
});

test('is plain data in JSON', () => {
  const error = new PredictorError('MODEL_MISSING', '/shop.safetensors');
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: 'MODEL_MISSING',
    message: 'Not loaded. Check its URL. (/shop.safetensors)',
    detail: '/shop.safetensors',
  });
});
