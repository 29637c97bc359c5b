// node scale/python/check.mjs: ruff and pytest on the Python package, where an interpreter has torch. PYTHON
// names one, else it is python3. Without torch it says so in a line and passes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const python = process.env.PYTHON || 'python3';
const cwd = fileURLToPath(new URL('.', import.meta.url));
const env = { ...process.env, OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };
const WAY = 'pip install -r scale/requirements.txt, and PYTHON names the interpreter';

const has = (module) => spawnSync(python, ['-c', `import ${module}`], { env }).status === 0;
const missing = ['torch', 'numpy', 'pytest'].filter((module) => !has(module));
if (missing.length) {
  // Whoever names an interpreter means it.
  const named = !!process.env.PYTHON;
  const what = named ? 'failed: PYTHON names another interpreter' : 'skipped: the PyTorch package';
  console.log(`${what}, ${python} has no ${missing.join(', no ')} (${WAY})`);
  process.exit(named ? 1 : 0);
}

/** Ends with the first step that fails, so that its output is the last. */
function step(...args) {
  const { status } = spawnSync(python, ['-m', ...args], { cwd, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const absent = ['ruff', 'transformers'].filter((module) => !has(module));
if (absent.length) console.log(`skipped: what needs ${absent.join(', ')} (${WAY})`);
if (!absent.includes('ruff')) {
  step('ruff', 'check', '--no-cache', '.');
  step('ruff', 'format', '--check', '--no-cache', '.');
}
step('pytest');
