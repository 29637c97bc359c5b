export type BrowserName = 'chromium' | 'firefox' | 'webkit';
export interface FoundBrowser {
  path: string;
  /** One of Playwright's own, which Playwright drives. */
  playwright?: boolean;
}
export const BROWSERS: Record<BrowserName, { title: string; advice: string }>;
export function onPath(names: string[]): string | undefined;
export function findBrowser(name: BrowserName): Promise<FoundBrowser | undefined>;
