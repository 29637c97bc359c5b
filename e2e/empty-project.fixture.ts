import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from './serve.fixture.js';

const execute = promisify(execFile);

export interface EmptyProject {
  folder: string;
  /** Paths inside the tarball that was installed. */
  packed: string[];
  write(files: Record<string, string>): void;
  /** Runs a program in the project; resolves or rejects with its output. */
  run(command: string, ...args: string[]): Promise<string>;
  remove(): void;
}

/**
 * A project that only has the packed tarball. Its dependencies are packed from node_modules, so
 * that no registry is needed.
 */
export async function createEmptyProject(dependencies: string[]): Promise<EmptyProject> {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-project-'));
  const run = async (command: string, ...args: string[]) => {
    try {
      const { stdout } = await execute(command, args, { cwd: folder, maxBuffer: 1e8 });
      return stdout;
    } catch (thrown) {
      const { stdout, stderr, message } = thrown as { stdout: string; stderr: string } & Error;
      throw new Error(`${message}\n${stdout}\n${stderr}`);
    }
  };
  const pack = async (path: string): Promise<{ filename: string; files: { path: string }[] }> => {
    const report = await run('npm', 'pack', path, '--json', '--ignore-scripts');
    return JSON.parse(report)[0];
  };
  const write = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write({ 'package.json': JSON.stringify({ name: 'shop', private: true, type: 'module' }) });
  const own = await pack(repositoryRoot);
  const tarballs = [own.filename];
  for (const name of dependencies) {
    tarballs.push((await pack(join(repositoryRoot, 'node_modules', name))).filename);
  }
  const specs = tarballs.map((name) => `./${name}`);
  await run('npm', 'install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', ...specs);
  return {
    folder,
    packed: own.files.map(({ path }) => path).sort(),
    write,
    run,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
