/** The doors that package.json opens to code: `index`, `src/index.ts`, `dist/index.d.ts`. */
export function publicDoors(): { name: string; source: string; types: string }[];
