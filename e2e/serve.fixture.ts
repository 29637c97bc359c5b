import { fileURLToPath } from 'node:url';
import { type Served, serveFolders } from '../scripts/serve.mjs';

/** What a careful shop sends: everything from its own origin, no eval. */
export const STRICT_CSP = "script-src 'self'; connect-src 'self'";

/** The same, with no style but that of files, and no text that becomes markup or code. */
export const STRICTEST_CSP = `${STRICT_CSP}; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;

export const repositoryRoot: string = fileURLToPath(new URL('../', import.meta.url));

export interface ServeOptions {
  /** Further pages: URL path → HTML. */
  pages?: Record<string, string>;
  /** Further folders: URL prefix → absolute folder. */
  mounts?: Record<string, string>;
  /** A Content-Security-Policy sent with every answer. */
  csp?: string;
  /** Sent with every answer; default `cache-control: no-store`. */
  headers?: Record<string, string>;
}

/** The demo at `/`, with `/dist/` and `/weights/` beside it, as `npm start` serves it. */
export function serve(options: ServeOptions = {}): Promise<Served> {
  return serveFolders({
    mounts: {
      '/dist/': `${repositoryRoot}dist`,
      '/weights/': `${repositoryRoot}weights`,
      '/demo/': `${repositoryRoot}demo`,
      '/': `${repositoryRoot}demo`,
      ...options.mounts,
    },
    pages: options.pages,
    headers: {
      ...options.headers,
      ...(options.csp && { 'content-security-policy': options.csp }),
    },
  });
}
