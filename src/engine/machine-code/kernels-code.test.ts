import { execFileSync } from 'node:child_process';
import { test } from 'vitest';

test('the code is what the text says', () => {
  execFileSync('node', ['scripts/machine-code.mjs', '--check'], { stdio: 'pipe' });
});
