import { expect, onTestFinished, test, vi } from 'vitest';
import { browserEnvironment } from '../lib/environment.js';
import { PredictorError } from '../lib/errors.js';
import { createStoreJobs } from './store-jobs.js';

const createJobs = (
  environment = browserEnvironment(),
  onFault?: (fault: PredictorError) => void,
) =>
  createStoreJobs(
    environment,
    (reason, message) => new PredictorError('STORE_FAILED', reason, { message }),
    onFault,
    () => {},
  );

test('jobs that wait on a prerendered page run when it is shown, even after a stop', async () => {
  const page = Object.assign(new EventTarget(), { prerendering: true });
  vi.stubGlobal('document', page);
  onTestFinished(() => void vi.unstubAllGlobals());
  const jobs = createJobs();
  const done: string[] = [];
  for (const name of ['forget', 'write']) jobs.run(async () => void done.push(name));
  await jobs.idle();
  expect(done).toEqual([]);
  jobs.stop();
  page.prerendering = false;
  page.dispatchEvent(new Event('prerenderingchange'));
  await jobs.idle();
  expect(done).toEqual(['forget', 'write']);
});

test('a deletion on a page that was never shown is not done, and says so', async () => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { prerendering: true }));
  onTestFinished(() => void vi.unstubAllGlobals());
  const jobs = createJobs();
  await jobs.erased();
  jobs.runDeletion(async () => {}, 'all');
  await expect(jobs.erased()).rejects.toThrow('the page is not shown yet');
});

/** Limits pass at once, in a turn of their own: what is slow takes for ever. */
const impatient = {
  ...browserEnvironment(),
  after: (delayMs: number, task: () => void) => browserEnvironment().after(delayMs / 1000, task),
};
const never = () => new Promise<never>(() => {});

test('a store that never answers is given up, and a deletion waits for no more than its limit', async () => {
  const faults: string[] = [];
  const jobs = createJobs(impatient, ({ detail }) => faults.push(detail));
  jobs.stop();
  jobs.run(never);
  for (const what of ['one', 'two', 'three', 'four']) jobs.runDeletion(() => never(), what);
  await expect(jobs.erased()).rejects.toMatchObject({
    code: 'STORE_FAILED',
    detail: 'no answer',
    message: expect.stringContaining('one,two,three,four (no answer)'),
  });
  await jobs.idle();
  expect([faults, jobs.fault()]).toEqual([['no answer'], 'no answer']);
});

test('a store that fails keeps no other from being emptied, and nothing is read before all are', async () => {
  const jobs = createJobs();
  const done: string[] = [];
  let isBroken = true;
  jobs.stop();
  jobs.run(async () => void done.push('read'));
  jobs.runDeletion(async () => {
    if (isBroken) throw new Error('broken');
    done.push('first');
  }, 'first');
  jobs.runDeletion(async () => void done.push('second'), 'second');
  await expect(jobs.erased()).rejects.toThrow('yet: first (broken)');
  expect([done, jobs.fault()]).toEqual([['second'], 'broken']);
  isBroken = false;
  jobs.runDeletion(async () => void done.push('third'), 'third');
  await jobs.erased();
  await jobs.idle();
  expect([done, jobs.fault()]).toEqual([['second', 'third', 'first', 'read'], undefined]);
});

test.each([
  [new DOMException('the disk is full', 'QuotaExceededError'), 'QuotaExceededError'],
  [new Error('broken'), 'broken'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
])('a store that throws %s is said to be at fault by its name or words', async (thrown, reason) => {
  const faults: string[] = [];
  const jobs = createJobs(browserEnvironment(), ({ detail }) => faults.push(detail));
  jobs.stop();
  jobs.run(() => Promise.reject(thrown));
  await jobs.idle();
  expect([jobs.fault(), faults]).toEqual([reason, [reason]]);
});
