import { expect, test } from 'vitest';
import { fakePage } from './fake-page.fixture.js';
import { whenGlobal } from './when-global.js';

function watch(host: object) {
  const page = fakePage();
  const log: unknown[] = [];
  const found = (value: object) => {
    log.push(value);
    return () => log.push('left');
  };
  return { ...page, log, stop: whenGlobal(host, 'tool', found, page.watched) };
}

test('attaches at once, and to a replacement after undoing the first', () => {
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

test('finds a late global when the page is parsed, or by timer', () => {
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

test('a global that never loads is looked for a few times; the undo removes everything', () => {
  let looks = 0;
  const host = Object.defineProperty({}, 'tool', { get: () => void looks++ });
  const page = fakePage();
  const stop = whenGlobal(host, 'tool', () => () => {}, page.watched);
  page.pass(3_600_000);
  expect(looks).toBeLessThan(20);
  expect(page.footprint()).toBe(2);
  stop();
  page.scriptRan();
  expect([page.footprint(), looks < 20]).toEqual([0, true]);
  whenGlobal(host, 'tool', () => () => {}, page.watched)();
  expect(page.footprint()).toBe(0);
});

test('catches a getter that throws and an attach that throws', () => {
  const thrower = () => {
    throw new Error('hostile');
  };
  const page = fakePage();
  const host = Object.defineProperty({}, 'tool', { get: thrower });
  whenGlobal(host, 'tool', () => () => {}, page.watched)();
  whenGlobal({ tool: {} }, 'tool', thrower, page.watched)();
  expect(page.footprint()).toBe(0);
});

test('stays attached when the global is removed and comes back', () => {
  const tool = {};
  const host: { tool?: object } = { tool };
  const { log, scriptRan, stop } = watch(host);
  delete host.tool;
  scriptRan();
  host.tool = tool;
  scriptRan();
  expect(log).toEqual([tool]);
  stop();
  expect(log).toEqual([tool, 'left']);
});
