import { expect, test } from 'vitest';
import { errorElsewhere, PredictorError, toPredictorError } from './errors.js';

/** As a chunk that was built apart has it. */
function otherCopy(): Error {
  return Object.assign(new Error('The engine cannot run here.'), {
    name: 'PredictorError',
    code: 'BACKEND_UNAVAILABLE',
    detail: 'no WebGL',
  });
}

test('an error of another copy of the library is one of this class, and kept as it is', () => {
  const foreign = otherCopy();
  expect(foreign).toBeInstanceOf(PredictorError);
  expect(toPredictorError(foreign, 'MODEL_MISSING')).toBe(foreign);
  expect(new PredictorError('BAD_OPTION')).toBeInstanceOf(PredictorError);
  expect(errorElsewhere('NO_DATA')).toBeInstanceOf(PredictorError);
});

test.each([new Error('boom'), { name: 'PredictorError' }, null, undefined, 'PredictorError'])(
  '%j is not one, and is wrapped with the code that it is thrown under',
  (thrown) => {
    expect(thrown).not.toBeInstanceOf(PredictorError);
    expect(toPredictorError(thrown, 'MODEL_MISSING')).toMatchObject({
      name: 'PredictorError',
      code: 'MODEL_MISSING',
    });
  },
);

test('it crosses JSON as plain data', () => {
  const error = new PredictorError('MODEL_MISSING', '/shop.safetensors');
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: 'MODEL_MISSING',
    message: 'The file was not loaded. Check its URL. (/shop.safetensors)',
    detail: '/shop.safetensors',
  });
});
