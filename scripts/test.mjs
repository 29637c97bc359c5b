// `npm test`: every gate. `node scripts/test.mjs unit size`: those gates.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureOtherEngines } from './browsers.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { GATES } from './gates.mjs';
import { ensureInstalled } from './install.mjs';
import { startPython } from './python.mjs';
import { run } from './shell.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'nextaisle-test-'));

/** Runs one vitest project and counts its tests from the JSON report. */
async function runVitest(project) {
  const report = join(scratch, `${project}.json`);
  const { ok, output } = await run('vitest', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  try {
    const json = JSON.parse(readFileSync(report, 'utf8'));
    // A file that does not load reports no tests: it counts as one failure.
    const unloaded = json.testResults.filter(
      (file) =>
        file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
    ).length;
    const failed = json.numFailedTests + unloaded;
    const skipped = json.numPendingTests + json.numTodoTests;
    return {
      passed: json.numPassedTests,
      failed: ok ? failed : Math.max(1, failed),
      skipped,
      output,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, output };
  }
}

async function runStep(step) {
  const result = step.vitest ? await runVitest(step.vitest) : await runCommand(step);
  for (const line of (step.shows && result.output.match(step.shows)) ?? [])
    console.log(`  ${line}`);
  return result;
}

async function runCommand(step) {
  const [program, ...args] = step.command ?? step;
  const { ok, output } = await run(program, args);
  return {
    passed: ok ? 1 : 0,
    failed: ok ? 0 : 1,
    skipped: 0,
    output: `$ ${[program, ...args].join(' ')}\n${output}`,
  };
}

const said = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

async function runGate(name) {
  const started = Date.now();
  const gate = GATES[name];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const outputs = [];
  try {
    if (gate.needs?.includes('build')) await ensureBuilt();
    if (gate.needs?.includes('browser')) process.env.CHROMIUM_PATH = await ensureChromium();
    if (gate.needs?.includes('engines')) await ensureOtherEngines();
    if (gate.needs?.includes('python')) await ensurePython();
    for (const step of gate.steps) {
      const result = await runStep(step);
      for (const key of Object.keys(counts)) counts[key] += result[key];
      if (result.failed) outputs.push(result.output.trimEnd());
    }
  } catch (error) {
    counts.failed++;
    outputs.push(error.message);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (outputs.length) console.log(`\n${outputs.join('\n\n')}\n`);
  console.log(`${counts.failed ? '✗' : '✓'} ${name.padEnd(8)} ${said(counts)}  (${seconds} s)`);
  if (counts.failed) console.log(`  test:${name} failed → ${gate.fix}\n`);
  return counts;
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !GATES[name]);
if (unknown) {
  console.error(`There is no gate "${unknown}". Gates: ${Object.keys(GATES).join(' ')}`);
  process.exit(2);
}
const gates = asked.length ? asked : Object.keys(GATES);
const needsPython = gates.some((name) => GATES[name].needs?.includes('python'));
const ensurePython = needsPython ? startPython(join(scratch, 'python')) : undefined;
await ensureInstalled();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of gates) {
  const counts = await runGate(name);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
rmSync(scratch, { recursive: true, force: true });
// The last line, because other programs read it.
console.log(`\n${said(total)}`);
process.exitCode = total.failed ? 1 : 0;
