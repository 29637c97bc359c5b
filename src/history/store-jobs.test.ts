import { expect, onTestFinished, test, vi } from 'vitest';
import { browserEnvironment } from '../lib/environment.js';
import { createStoreJobs } from './store-jobs.js';

test('jobs that wait on a prerendered page run when it is shown, even after a stop', async () => {
  const page = Object.assign(new EventTarget(), { prerendering: true });
  vi.stubGlobal('document', page);
  onTestFinished(() => void vi.unstubAllGlobals());
  const jobs = createStoreJobs(browserEnvironment(), () => {});
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
  const jobs = createStoreJobs(browserEnvironment(), () => {});
  await jobs.erased();
  jobs.run(async () => {}, true);
  await expect(jobs.erased()).rejects.toThrow('the page is not shown yet');
});
