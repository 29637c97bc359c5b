import { expect, test } from 'vitest';
import { createDataSetBuilder } from './data-set.js';
import { pastSessions, trainingSessions } from './sessions.js';
import { createSplitLog, type Part } from './split-log.js';

test('past sessions hold no event of the test part', () => {
  const builder = createDataSetBuilder();
  for (const [session, items] of Object.entries({ a: 'xy', b: 'yz', c: 'zx' })) {
    for (const item of items) builder.add({ shopper: session, session, type: 'click', item });
  }
  const data = builder.finish();
  const parts: Part[] = ['train', 'train', 'validation', 'context', 'test', 'test'];
  const log = createSplitLog(data, (event) => parts[event]);
  const names = ({ items }: { items: Int32Array }) =>
    Array.from(items, (item) => data.itemIds[item]).join('');
  expect(pastSessions(log).map(names)).toEqual(['xy', 'y']);
  const { sessions, of } = trainingSessions(log);
  expect(sessions.map(names)).toEqual(['xy']);
  expect([...of]).toEqual([0, 0, -1, -1, -1, -1]);
});
