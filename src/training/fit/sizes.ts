import type { ModelConfig } from '../../model/config.js';

/** Networks by name, from what a small shop needs to what only a large log can fill; the inner width is 4 × the width. */
export const SIZES = {
  tiny: { width: 32, layers: 1, heads: 2 },
  small: { width: 64, layers: 2, heads: 2 },
  base: { width: 128, layers: 4, heads: 4 },
  large: { width: 256, layers: 8, heads: 8 },
} as const satisfies Record<string, Pick<ModelConfig, 'width' | 'layers' | 'heads'>>;

export type Size = keyof typeof SIZES;
