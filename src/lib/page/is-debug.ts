/** This machine, under the names that development servers give it; `.test` and `.localhost` are reserved for that. */
const THIS_MACHINE = /^(.+\.)?localhost$|^127\.|^0\.0\.0\.0$|^\[::1\]$|\.test$/;

/**
 * Whether faults are explained in the console: when the address or the option asks for it, else on the
 * machine of a developer.
 */
export function isDebug(asked?: unknown): boolean {
  const { href, hostname } = location;
  return (
    /[?&]nextaisle-debug\b/.test(href) ||
    (typeof asked === 'boolean' ? asked : THIS_MACHINE.test(hostname))
  );
}
