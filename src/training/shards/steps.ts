import { createHash } from 'node:crypto';
import type { Engine } from './engine.js';
import type { SqlStep } from './sql-text.js';

/** Runs steps that leave tables behind, each once: a table that is finished is kept. */
export async function createSteps(engine: Engine, say: (text: string) => void) {
  await engine.run('create table if not exists done (step varchar, hash varchar)');
  const done = new Set(
    (await engine.rows<{ hash: string }>('select hash from done')).map(({ hash }) => hash),
  );
  const began = Date.now();
  return {
    /**
     * @param run what it does, where it is more than its text.
     * @param before a statement of the same transaction.
     */
    async run({ name, says, sql }: SqlStep, run = () => engine.run(sql)): Promise<void> {
      const hash = createHash('sha256').update(`${name}\n${sql}`).digest('hex');
      if (done.has(hash)) return;
      const started = Date.now();
      // A kill in between leaves neither the table nor the word that it is there.
      await engine.run('begin');
      try {
        await run();
        await engine.run(`insert into done values ('${name}', '${hash}')`);
        await engine.run('commit');
      } catch (thrown) {
        await engine.run('rollback').catch(() => {});
        throw thrown;
      }
      done.add(hash);
      const seconds = (ms: number) => (ms / 1000).toFixed(1);
      say(
        `${says} (${name}): ${seconds(Date.now() - started)} s, ${seconds(Date.now() - began)} in all`,
      );
    },
  };
}
