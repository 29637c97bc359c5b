import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { DEFAULT_CONFIG } from '../../model/config.js';
import { createDataSetBuilder } from '../data/data-set.js';
import { createExamples } from '../data/examples.js';
import { type Closeness, createItemGraph } from './item-graph.js';
import { trainingSessions } from '../data/sessions.js';
import { createSplitLog } from '../data/split-log.js';
import { createTableVectors } from './table-vectors.js';

/** One session a string, one item a letter. */
function logOf(visits: readonly string[]) {
  const builder = createDataSetBuilder();
  visits.forEach((items, s) => {
    [...items].forEach((item, i) => {
      const time = 1.6e12 + s * 3.6e6 + i * 20_000;
      builder.add({ shopper: `u${s % 2}`, session: `s${s}`, time, type: 'click', item });
    });
  });
  return builder.finish();
}

function graphOf(visits: readonly string[]) {
  const data = logOf(visits);
  const examples = createExamples(data, () => undefined);
  const graph = createItemGraph(
    trainingSessions(createSplitLog(data, () => 'train')).sessions,
    examples,
    data.itemIds.length,
  );
  const pieces = Array.from({ length: data.shopperOffsets.length - 1 }, (_, s) => ({
    start: data.shopperOffsets[s],
    scored: data.shopperOffsets[s],
    end: data.shopperOffsets[s + 1],
  }));
  const rowOf = (id: string) => data.itemIds.indexOf(id);
  const near = (id: string, without?: Closeness) => {
    const { items, shares } = graph.neighbours(rowOf(id), without);
    return Object.fromEntries(items.map((item, i) => [data.itemIds[item], shares[i]]));
  };
  return { data, graph, pieces, rowOf, near };
}

describe('the item graph', () => {
  test('weights neighbours within a session by closeness', () => {
    const { near } = graphOf(['abcde', 'ax']);
    expect(near('x')).toEqual({ a: 1 });
    const of = near('a');
    const sum = 1 + 1 + 1 / 2 + 1 / 3;
    for (const [id, closeness] of Object.entries({ b: 1, x: 1, c: 1 / 2, d: 1 / 3 }))
      expect(of[id]).toBeCloseTo(closeness / sum, 5);
    // e is four events away.
    expect(Object.keys(of)).toHaveLength(4);
    expect(Object.keys(near('b'))).toEqual(expect.arrayContaining(['a', 'c', 'd', 'e']));
  });

  test('keeps the ten closest', () => {
    const others = [...'bcdefghijklm'];
    const { near } = graphOf([...others.map((other) => `a${other}`), 'am', 'al']);
    expect(Object.keys(near('a'))).toHaveLength(10);
    expect(near('a').m).toBeCloseTo(2 / 12, 5);
  });

  test('without one shopper equals the graph of all others', () => {
    const visits = ['abcad', 'bcb', 'dab', 'xya'];
    const { graph, pieces, near, data } = graphOf(visits);
    // u0 has the first and the third session.
    const [own] = pieces.filter((_, s) => data.itemIds[data.item[pieces[s].start]] === 'a');
    const without = graph.closenessIn([own]);
    const alone = graphOf(['bcb', 'xya']);
    for (const id of 'abcxy') {
      const [left, all] = [near(id, without), alone.near(id)];
      expect(Object.keys(left).sort()).toEqual(Object.keys(all).sort());
      for (const other of Object.keys(all)) expect(left[other]).toBeCloseTo(all[other], 3);
    }
    expect(near('d', without)).toEqual({});
    expect(near('d')).not.toEqual({});
  });

  test('is part of the item vectors, and gradients flow through it', () => {
    const { graph, data, rowOf } = graphOf(['ab', 'cd', 'ac']);
    const config = { ...DEFAULT_CONFIG, width: 4 };
    const counts = new Int32Array(data.itemIds.length).fill(1);
    const random = seededRandom(3);
    const table = createTableVectors(
      config,
      counts,
      Uint8Array.from(counts),
      graph,
      undefined,
      random,
    );
    const [{ value }] = table.parameters;
    const own = (id: string) => value.slice(rowOf(id) * 4, rowOf(id) * 4 + 4);
    const rows = Int32Array.of(rowOf('b'), rowOf('c'));
    const [b, c] = [0, 4].map((at) => table.gather(rows).slice(at, at + 4));
    b.forEach((x, j) => expect(x).toBeCloseTo(own('b')[j] + own('a')[j], 6));
    c.forEach((x, j) => expect(x).toBeCloseTo(own('c')[j] + (own('a')[j] + own('d')[j]) / 2, 6));

    const before = Object.fromEntries([...'abcd'].map((id) => [id, own(id)]));
    // c shows its content only, and has none.
    const shown = table.gather(rows, { withheld: Uint8Array.of(0, 1), pieces: [] });
    expect([...shown.subarray(4)]).toEqual([0, 0, 0, 0]);
    table.step(
      rows,
      Float32Array.from({ length: 8 }, () => 1),
      { rate: 0.1, decay: 0 },
    );
    for (const id of 'ab') expect(own(id)[0]).toBeLessThan(before[id][0]);
    for (const id of 'cd') expect(own(id)).toEqual(before[id]);
  });
});
