// node scale/check-spark.mjs: the SQL of `prepare` on Spark, held against DuckDB, where an interpreter has pyspark
// and there is a Java. PYTHON names the interpreter, else it is python3. Without them it says so and passes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const python = process.env.PYTHON || 'python3';
const cwd = fileURLToPath(new URL('.', import.meta.url));
const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };

const works = (program, ...args) => spawnSync(program, args, { env }).status === 0;
const missing = ['pyspark', 'pyarrow', 'pytest'].filter(
  (name) => !works(python, '-c', `import ${name}`),
);
if (!works('java', '-version')) missing.push('Java 17');
if (missing.length) {
  console.log(
    `skipped: Spark, there is no ${missing.join(', no ')} (pip install -r scale/requirements.txt, and PYTHON names the interpreter)`,
  );
  process.exit(0);
}
const args = ['-m', 'pytest', '-p', 'no:cacheprovider', '-q', 'test_spark.py'];
process.exit(spawnSync(python, args, { cwd, env, stdio: 'inherit' }).status ?? 1);
