/** Doors that package.json exports as code, e.g. `index`, `src/index.ts`, `dist/index.d.ts`. */
export function publicDoors(): { name: string; source: string; types: string }[];
