import { expect, test } from 'vitest';
import { fakePage } from './fake-page.fixture.js';
import { watchGlobal } from './watch-global.js';

function watch(host: Record<string, unknown>) {
  const page = fakePage();
  const log: unknown[] = [];
  const found = (value: object) => {
    log.push(value);
    return () => log.push('left');
  };
  return { ...page, log, stop: watchGlobal(host, 'tool', found, page.world) };
}

test('what is there is found at once, what replaces it after the old one is left', () => {
  const [stub, library] = [[], { name: 'library' }];
  const host: Record<string, unknown> = { tool: stub };
  const { log, scriptRan, stop } = watch(host);
  expect(log).toEqual([stub]);
  scriptRan();
  expect(log).toEqual([stub]);
  host.tool = library;
  scriptRan();
  expect(log).toEqual([stub, 'left', library]);
  stop();
  expect(log).toEqual([stub, 'left', library, 'left']);
});

test('a late one is found when the page has been read, and by time alone', () => {
  const host: Record<string, unknown> = {};
  const { log, wasRead, pass } = watch(host);
  host.tool = 'no object';
  wasRead();
  host.tool = () => 1;
  wasRead();
  expect(log).toEqual([host.tool]);
  pass(30_000);
  host.tool = {};
  pass(30_000);
  expect(log.slice(1)).toEqual(['left', host.tool]);
});

test('a global that never comes costs a few looks, and the undo takes all away', () => {
  let looks = 0;
  const host = Object.defineProperty({}, 'tool', { get: () => void looks++ });
  const page = fakePage();
  const stop = watchGlobal(host, 'tool', () => () => {}, page.world);
  page.pass(3_600_000);
  expect(looks).toBeLessThan(20);
  expect(page.footprint()).toBe(2);
  stop();
  page.scriptRan();
  expect([page.footprint(), looks < 20]).toEqual([0, true]);
  watchGlobal(host, 'tool', () => () => {}, page.world)();
  expect(page.footprint()).toBe(0);
});

test('a getter that throws and a value that cannot be listened to harm nobody', () => {
  const thrower = () => {
    throw new Error('hostile');
  };
  const page = fakePage();
  const host = Object.defineProperty({}, 'tool', { get: thrower });
  watchGlobal(host, 'tool', () => () => {}, page.world)();
  watchGlobal({ tool: {} }, 'tool', thrower, page.world)();
  expect(page.footprint()).toBe(0);
});
