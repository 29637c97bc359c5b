import { fileURLToPath } from 'node:url';
import { type Served, serveFolders } from '../scripts/serve.mjs';

/** What a careful shop sends: everything from its own origin, no eval. */
export const STRICT_CSP = "script-src 'self'; connect-src 'self'";

/** The same, with no style but that of files, and no text that becomes markup or code. */
export const STRICTEST_CSP = `${STRICT_CSP}; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;

export const repositoryRoot: string = fileURLToPath(new URL('../', import.meta.url));

/**
 * The demo at `/`, with `/dist/` and `/weights/` beside it, as `npm start` serves it.
 * @param options.pages further pages: URL path → HTML.
 * @param options.mounts further folders: URL prefix → absolute folder.
 * @param options.csp a Content-Security-Policy sent with every answer.
 * @param options.headers sent with every answer; default `cache-control: no-store`.
 */
export function serve(
  options: {
    pages?: Record<string, string>;
    mounts?: Record<string, string>;
    csp?: string;
    headers?: Record<string, string>;
  } = {},
): Promise<Served> {
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
