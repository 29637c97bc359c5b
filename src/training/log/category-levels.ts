import { parseCategory } from '../../events/parse-field.js';

/** The path of a category, from the texts of its columns: each one level, or several as `a.b.c`, `a/b`, `a > b`. */
export const categoryOf = (levels: readonly string[]): string[] | undefined =>
  parseCategory(levels.flatMap((level) => level.split(/[/>]|(?<=[a-z_])\.(?=[a-z_])/i)));
