import type { ActionReader } from '../log/action-names.js';
import { categoryOf } from '../log/category-levels.js';
import { categoryPath } from '../../encoding/category-path.js';
import type { Engine } from './engine.js';
import { actionNumber, type ShardPlan } from './log-plan.js';
import { NotPlain } from './not-plain.js';

/** A log with more names of actions has its actions elsewhere. */
const MOST_NAMES = 10_000;
/** Marks the levels of a category in one text. */
export const BETWEEN = '\x1f';

/**
 * Says what each action name of the log means, by the reader of `train`: the table `actions`.
 * @throws NotPlain where they are too many to be actions.
 */
export async function fillActions(
  engine: Engine,
  { type, act: every }: ShardPlan,
  readAction: ActionReader,
): Promise<void> {
  await engine.run('create or replace table actions (name varchar, action integer)');
  if (!type.length) {
    await engine.fill('actions', [[every, actionNumber(every)]]);
    return;
  }
  const names = await engine.rows<{ name: string }>(
    `select distinct coalesce(type, '(empty)') as name from log limit ${MOST_NAMES + 1}`,
  );
  if (names.length > MOST_NAMES) {
    throw new NotPlain(`has more than ${MOST_NAMES} names of actions in ${type.join(', ')}`);
  }
  const known = names.flatMap(({ name }) => {
    const act = readAction(name);
    return act === undefined ? [] : [[name, actionNumber(act)] as const];
  });
  await engine.fill('actions', known);
}

/**
 * Reads each category of the log as a path, by the reader of `train`: the table `paths`.
 * @param levels so many of its texts are levels, the others stand in for all of them.
 */
export async function fillPaths(engine: Engine, levels: number): Promise<void> {
  await engine.run(
    'create or replace table paths (raw varchar, category varchar, path varchar, depth integer)',
  );
  const written = await engine.rows<{ category: string }>(
    'select distinct category from lines where reason is null and category is not null',
  );
  await engine.fill(
    'paths',
    written.map(({ category: raw }) => {
      const texts = raw.split(BETWEEN);
      const category = categoryOf(texts.slice(0, levels)) ?? categoryOf(texts.slice(levels)) ?? [];
      return [raw, category.join('/'), categoryPath({ id: '', category }), category.length];
    }),
  );
}
