import { parseArgs } from 'node:util';

/**
 * The flags a command was given, by name without its dashes. An unknown one ends the command, since
 * what was meant would otherwise not happen in silence.
 * @param known names of the flags, all without a value.
 */
export function readFlags(...known) {
  const options = Object.fromEntries(known.map((name) => [name, { type: 'boolean' }]));
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const flags = known.map((name) => `--${name}`).join(', ');
    console.error(`${error.message}. Options: ${flags || 'none'}`);
    process.exit(2);
  }
}
