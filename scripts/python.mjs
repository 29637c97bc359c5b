import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProcess } from './processes.mjs';
import { root } from './shell.mjs';

/** torch brings 6 GB; pip holds what it unpacks twice for a while. */
const ROOM_GB = 20;
/** How long the gate that needs it waits for an installation that began with the first gate. */
const PATIENCE_S = 300;

/** The last word is the exit status, so that a file without one tells of work under way. */
const INSTALL = `{ python3 -m venv "$0" && "$0/bin/pip" install -q --no-cache-dir -r "$1"; } >"$0.log" 2>&1
echo $? >"$0.ended"`;

/**
 * Begins to install scale/requirements.txt into `folder`, where NEXTAISLE_PYTHON is `install`, as `.ci/run` says;
 * `npm test` alone fetches none of it. It goes on beside the other gates, at a low priority, and ends with them.
 * @returns waits for it and makes PYTHON its interpreter; where it cannot be had, says why in a line.
 */
export function startPython(folder) {
  if (process.env.NEXTAISLE_PYTHON !== 'install' || process.env.PYTHON) return async () => {};
  const { bavail, bsize } = statfsSync(join(folder, '..'));
  const room = (bavail * bsize) / 2 ** 30;
  if (room < ROOM_GB) {
    return async () =>
      console.log(`  skipped: Python's packages, ${room.toFixed()} GB are free of ${ROOM_GB}`);
  }
  const requirements = fileURLToPath(new URL('scale/requirements.txt', root));
  const { stop } = startProcess('nice', ['-n', '19', 'sh', '-c', INSTALL, folder, requirements]);
  return async () => {
    for (let waited = 0; waited < PATIENCE_S && !existsSync(`${folder}.ended`); waited++)
      await sleep(1000);
    const status = existsSync(`${folder}.ended`) && readFileSync(`${folder}.ended`, 'utf8').trim();
    await stop();
    if (status === '0') {
      process.env.PYTHON = join(folder, 'bin/python');
      return;
    }
    const log = existsSync(`${folder}.log`) ? readFileSync(`${folder}.log`, 'utf8').trim() : '';
    const why = status ? log.split('\n').at(-1) : 'their installation takes too long';
    console.log(`  skipped: Python's packages, ${why}`);
  };
}
