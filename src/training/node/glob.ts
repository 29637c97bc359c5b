/** `logs/2024-*.csv` as an expression. `*` and `?` stay within a folder, `**` does not; `[ab]` and `{a,b}` choose. */
export function globExpression(pattern: string): RegExp {
  const plain = pattern.replace(/^\.\//, '').replace(/\\/g, '/');
  let source = '';
  let inBraces = false;
  for (let at = 0; at < plain.length; at++) {
    const sign = plain[at];
    if (plain.startsWith('**', at)) {
      const slash = plain[at + 2] === '/';
      source += slash ? '(?:.*/)?' : '.*';
      at += slash ? 2 : 1;
    } else if (sign === '*') source += '[^/]*';
    else if (sign === '?') source += '[^/]';
    else if (sign === '[' && plain.indexOf(']', at + 2) > 0) {
      const end = plain.indexOf(']', at + 2);
      const letters = plain
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/[\\[]/g, '\\$&');
      source += `[${letters}]`;
      at = end;
    } else if (sign === '{' && plain.indexOf('}', at) > 0) {
      source += '(?:';
      inBraces = true;
    } else if (sign === '}' && inBraces) {
      source += ')';
      inBraces = false;
    } else if (sign === ',' && inBraces) source += '|';
    else source += sign.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  }
  return new RegExp(`^${source}$`);
}

/** The folder that holds all that a pattern can match. */
export function globRoot(pattern: string): string {
  const plain = pattern.replace(/^\.\//, '').replace(/\\/g, '/');
  const fixed = plain.slice(0, plain.search(/[*?[{]/));
  const slash = fixed.lastIndexOf('/');
  return slash < 0 ? '.' : fixed.slice(0, slash) || '/';
}
