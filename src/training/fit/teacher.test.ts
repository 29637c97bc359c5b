import { expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { createDataSetBuilder } from '../data/data-set.js';
import { createSplitLog, type SplitLog } from '../data/split-log.js';
import { createTeacher } from './teacher.js';
import { isWorthTeaching } from './worth-teaching.js';

function logOf(sessions: readonly string[], validation: number): SplitLog {
  const builder = createDataSetBuilder();
  sessions.forEach((items, s) => {
    [...items].forEach((item, i) => {
      builder.add({
        shopper: `s${s}`,
        session: `s${s}`,
        time: 1e12 + s * 1e7 + i * 1000,
        type: 'click',
        item,
      });
    });
  });
  const data = builder.finish();
  const first = data.sessions - validation;
  let session = -1;
  return createSplitLog(data, (e) => {
    session += data.sessionStart[e];
    return session >= first ? 'validation' : 'train';
  });
}

test('soft targets come from other sessions of the training part, and sum to 1', () => {
  const log = logOf(['abc', 'abd', 'xyz', 'abe'], 1);
  const { data } = log;
  const teach = createTeacher(log);
  const id = (item: number) => data.itemIds[item];
  for (const round of ['asked', 'kept']) {
    const targets = teach(1);
    expect(targets?.items.map(id), round).toContain('d');
    // Its own session is not asked, and what comes later in time than the training part is not known.
    expect(targets?.items.map(id), round).not.toContain('c');
    expect(targets?.items.map(id), round).not.toContain('e');
    expect(
      targets?.shares.reduce((sum, share) => sum + share, 0),
      round,
    ).toBeCloseTo(1, 5);
  }
  expect(teach(data.events - 1), 'an event of the validation part').toBeUndefined();
});

test('a session that shares no item with others has no soft targets', () => {
  expect(createTeacher(logOf(['ab', 'cd', 'ef'], 0))(0)).toBeUndefined();
});

test('neighbours teach where co-occurrence predicts the next item, not where order does', () => {
  // Everyone goes the same round: the follower is certain, the neighbours hold the whole round.
  const round = 'abcdefghij';
  const rounds = Array.from({ length: 40 }, (_, s) => {
    const at = (s * 3) % 10;
    return (round + round).slice(at, at + 8);
  });
  const ordered = logOf(rounds, 8);
  expect(isWorthTeaching(ordered)).toBe(false);
  // A look at something everyone looks at comes between two of a kind: the last item says nothing.
  const random = seededRandom(1);
  const one = (of: string) => of[Math.floor(random() * of.length)];
  const kinds = ['abcd', 'efgh', 'ijkl', 'mnop', 'qrst'];
  const mixed = Array.from({ length: 400 }, () => {
    const kind = one('01234');
    const [first, last] = [one(kinds[+kind].slice(0, 2)), one(kinds[+kind].slice(2))];
    return first + one('0123456789') + last;
  });
  const companied = logOf(mixed, 80);
  expect(isWorthTeaching(companied)).toBe(true);
});
