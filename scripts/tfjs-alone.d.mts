import type { Plugin as EsbuildPlugin } from 'esbuild';

export function tfjsAlone(): { name: string; load(id: string): string | null };
export const tfjsAloneForEsbuild: EsbuildPlugin;
