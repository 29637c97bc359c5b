import { expect, test } from 'vitest';
import { createInbox } from './inbox.js';

test('holds early messages in order until it opens, then passes them on at once', () => {
  const inbox = createInbox<number>();
  const read: number[] = [];
  inbox.put(1);
  inbox.put(2);
  expect(read).toEqual([]);
  inbox.open((message) => {
    read.push(message);
    // A reader may cause the next message itself.
    if (message === 1) inbox.put(10);
  });
  inbox.put(3);
  expect(read).toEqual([1, 2, 10, 3]);
});
