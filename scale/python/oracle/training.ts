import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine.js';
import { seededRandom } from '../../../src/lib/random.js';
import { DEFAULT_CONFIG } from '../../../src/model/config.js';
import { calibrate } from '../../../src/training/calibrate/calibrate.js';
import { type Choice, fitScale } from '../../../src/training/calibrate/fit-scale.js';
import { createBatch } from '../../../src/training/data/batch.js';
import { cutPieces } from '../../../src/training/data/pieces.js';
import { placeItems } from '../../../src/training/data/place-items.js';
import { prepare } from '../../../src/training/data/prepare.js';
import { trainingSessions } from '../../../src/training/data/sessions.js';
import { splitByTime } from '../../../src/training/data/split.js';
import {
  type Course,
  nextCourse,
  rateOf,
  startCourse,
  teachingOf,
} from '../../../src/training/fit/course.js';
import { planTraining } from '../../../src/training/fit/plan.js';
import { createTeacher } from '../../../src/training/fit/teacher.js';
import type { TrainOptions } from '../../../src/training/fit/train-options.js';
import { firstSights, shareWithheld } from '../../../src/training/fit/withholding.js';
import { isWorthTeaching } from '../../../src/training/fit/worth-teaching.js';
import { createItemGraph } from '../../../src/training/network/item-graph.js';
import { chooseItems } from '../../../src/training/network/step-items.js';
import { readModelFile } from '../../../src/training/node/read-model-file.js';
import { readShards } from '../../../src/training/shards/read-shards.js';
import { makePools } from '../../../src/training/fit/pools.js';
import { dumpPart } from './loss.js';

const card = { name: 'shop', version: '1', data: '' };

async function loaded(folder: string) {
  const { data } = await readShards(folder);
  const log = splitByTime(data);
  const options: TrainOptions = { card };
  const plan = planTraining(data, options);
  const prepared = prepare(log, plan.config);
  return { data, log, plan, prepared };
}

/** What `train` makes of shards before its first step. */
export async function prepared({ folder }: { folder: string }) {
  const { data, log, plan, prepared: made } = await loaded(folder);
  const { examples } = made;
  const pieces = cutPieces(examples, plan.config, (event) => log.isIn(event, 'train'));
  const first = firstSights(log);
  const graph = createItemGraph(trainingSessions(log).sessions, examples, data.itemIds.length);
  const some = pieces.slice(0, 9);
  const without = graph.closenessIn(some);
  const teacher = createTeacher(log);
  const items = Array.from(data.itemIds.keys());
  return {
    itemIds: data.itemIds,
    item: [...data.item],
    action: [...data.action],
    newSession: [...data.sessionStart],
    gap: [...examples.token.gap],
    nextAction: [...examples.nextAction],
    nextItem: [...examples.nextItem],
    later: [...examples.later],
    counts: [...made.counts],
    categories: made.vocabulary.categories,
    itemCategory: [...made.itemCategory],
    itemPrice: [...made.itemPrice],
    described: [...made.described],
    popularity: [...made.popularity],
    features: made.features.map((list) => list.map(({ bucket, weight }) => [bucket, weight])),
    pieces: pieces.map(({ start, scored, end }) => [start, scored, end]),
    first: [...first],
    withheld: shareWithheld(log, first),
    neighbours: items.map((item) => graph.neighbours(item)),
    neighboursWithout: items.map((item) => graph.neighbours(item, without)),
    plan,
    isWorthTeaching: isWorthTeaching(log),
    taught: Array.from({ length: 200 }, (_, i) => teacher(i * 3) ?? null),
  };
}

/** A batch of some pieces, taught, with the items that occur less than twice left out, and all items as negatives. */
export async function batch({ folder, count }: { folder: string; count: number }) {
  const { data, log, plan, prepared: made } = await loaded(folder);
  const { examples, counts } = made;
  const pieces = cutPieces(examples, plan.config, (event) => log.isIn(event, 'train'));
  const ranked = [...data.itemIds.keys()].filter((item) => counts[item] > 1);
  const isRanked = (item: number) => counts[item] > 1;
  const distillation = { softTargets: createTeacher(log), weight: 0.4 };
  const made_ = createBatch(examples, pieces.slice(0, count), 6, { isRanked, distillation });
  const [pool] = makePools(ranked, counts, undefined, seededRandom(1));
  const step = chooseItems(examples, made_, data.itemIds.length, pool);
  return {
    ...dumpPart(examples, { batch: made_, step }),
    items: [...step.items],
    negative: [...step.negative],
  };
}

/** What a training does after each of these scores. */
export function course({
  epochs,
  stopsEarly,
  scores,
}: {
  epochs: number;
  stopsEarly: boolean;
  scores: number[];
}) {
  const plan = { epochs, stopsEarly, fineTuneEpochs: 1, config: DEFAULT_CONFIG } as Parameters<
    typeof nextCourse
  >[1];
  let at: Course = startCourse(plan);
  const said = [];
  for (const score of scores) {
    if (at.phase === 'done') break;
    said.push({
      phase: at.phase,
      rates: [0, 0.3, 0.9].map((share) => rateOf(at, share)),
      teaching: teachingOf(at, 0.5),
      best: at.best?.pass ?? 0,
    });
    at = nextCourse(at, plan, { score });
  }
  return [...said, { phase: at.phase, best: at.best?.pass ?? 0 }];
}

/** The calibration that `train` would give a file. */
export async function calibrated({ folder, file }: { folder: string; file: string }) {
  const { log, prepared: made } = await loaded(folder);
  const { model } = readModelFile(file);
  const placed = placeItems(model, log.data);
  const { examples } = made;
  const engine = createCpuEngine(model, placed.table);
  return calibrate(engine, { log, examples, placed, window: model.config.window });
}

export const scales = ({
  choices,
  start,
}: {
  choices: Choice[];
  start: readonly [number, number];
}): readonly number[] => fitScale(choices, start);
