/** Names whose stored size is missing, gone, or more than 1% away from the build. */
export function staleSizes(
  stored: Record<string, number>,
  measured: Record<string, number>,
): string[];
