// node scale/check-spark.mjs: the SQL of `prepare` for a parser of four engines, and on Spark, held against DuckDB, and
// a training that Spark starts, where an interpreter has sqlglot, torch, and pyspark with a Java. PYTHON names the interpreter, else it is python3. What it has
// not is said in a line, and passes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const python = process.env.PYTHON || 'python3';
const cwd = fileURLToPath(new URL('.', import.meta.url));
const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };

const works = (program, ...args) => spawnSync(program, args, { env }).status === 0;
const has = (name) =>
  name === 'Java 17' ? works('java', '-version') : works(python, '-c', `import ${name}`);

const checks = [
  ['the SQL of four engines', ['sqlglot', 'pytest'], 'test_sql.py'],
  ['Spark', ['pyspark', 'pyarrow', 'pytest', 'Java 17'], 'test_spark.py'],
  [
    'training on Spark',
    ['torch', 'pyspark', 'pyarrow', 'pytest', 'Java 17'],
    'test_distributor.py',
  ],
];
for (const [what, needs, file] of checks) {
  const missing = needs.filter((name) => !has(name));
  if (missing.length) {
    console.log(
      `skipped: ${what}, there is no ${missing.join(', no ')} (pip install -r scale/requirements.txt, and PYTHON names the interpreter)`,
    );
    continue;
  }
  const args = ['-m', 'pytest', '-p', 'no:cacheprovider', '-q', file];
  const { status } = spawnSync(python, args, { cwd, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
