import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingText } from '../data/log-findings.js';
import { createActionReader, KNOWN_NAMES } from '../log/action-names.js';
import type { LogSource } from '../log/read-source.js';
import { openEngine } from './engine.js';
import { badLog } from '../log/log-error.js';
import { actionNumber } from './log-plan.js';
import { fillActions } from './lookups.js';
import { makeLogView } from './make-log-view.js';
import { SHARDS_VERSION } from './manifest.js';
import { NotPlain } from './not-plain.js';
import { defineFunctions, type PlanOptions, planLogs } from './plan-logs.js';
import { leaveSharedVisits } from './shared-visits.js';

/**
 * Writes how a log is read for scale/spark.py, which has no reader of its own: decided on files of it.
 * @returns what to say of it, undefined where there is nothing.
 * @throws PredictorError BAD_LOG where they are no flat Parquet.
 */
export async function writePlan(
  sources: readonly LogSource[],
  out: string,
  options: PlanOptions,
): Promise<string | undefined> {
  const readAction = createActionReader(options.actions);
  const planned = await planLogs(sources, options, readAction);
  const { plain, settings, made } = planned;
  const notFor = (what: string) =>
    badLog(
      sources[0].name,
      `${what}: Spark reads Parquet with a column a field. Export it so (docs/guide/scale.md has recipes), or give it to prepare --out, which reads it on one machine.`,
    );
  if (typeof plain === 'string') throw notFor(plain);
  const { plan, files } = plain;
  if (files[0].table) throw notFor('is CSV, whose rows have no order on Spark');
  const spill = mkdtempSync(join(tmpdir(), 'nextaisle-plan-'));
  const engine = await openEngine(':memory:', spill);
  try {
    await defineFunctions(engine, planned);
    const paths = files.map(({ source }) => source.name);
    let view = await makeLogView(engine, plan, paths);
    await fillActions(engine, plan, readAction);
    const lines = planned.steps.find(({ name }) => name === 'lines');
    if (lines) await engine.run(lines.sql);
    const shared = plan.session && (await leaveSharedVisits(engine));
    // Spark then reads lines without a session, and pauses divide visits.
    if (shared) view = await makeLogView(engine, { ...plan, session: undefined }, paths);
    const met = await engine.rows<{ name: string; action: number }>('select * from actions');
    const actions = new Map(met.map((one) => [one.name, one.action]));
    // A part of a log need not have all of its names.
    for (const known of plan.type.length ? KNOWN_NAMES : []) {
      const act = readAction(known);
      if (act !== undefined && !actions.has(known)) actions.set(known, actionNumber(act));
    }
    const notes = [...new Set(files.flatMap((file) => file.notes))];
    const text = {
      version: SHARDS_VERSION,
      hash: made,
      columns: plan.columns,
      categoryLevels: plan.columns.category?.length ?? 0,
      allowRefused: options.allowRefused ?? 0.1,
      settings,
      actions: [...actions],
      view,
      // What Spark's manifest says, too.
      notes,
      sharedSessions: shared,
    };
    writeFileSync(out, `${JSON.stringify(text, null, 1)}\n`);
    const found = shared ? [...notes, findingText({ code: 'shared-sessions', ...shared })] : notes;
    return found.length ? found.join('\n') : undefined;
  } catch (thrown) {
    throw thrown instanceof NotPlain ? notFor(thrown.what) : thrown;
  } finally {
    engine.close();
    rmSync(spill, { recursive: true, force: true });
  }
}
