import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Served, serveFolders } from '../scripts/serve.mjs';

/** The policy of a careful shop: only its own origin, no eval. */
export const STRICT_CSP = "script-src 'self'; connect-src 'self'";

/** The same, without inline styles and with Trusted Types. */
export const STRICTEST_CSP = `${STRICT_CSP}; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;

export const repositoryRoot: string = fileURLToPath(new URL('../', import.meta.url));

export interface ServeOptions {
  /** Further pages: URL path → HTML. */
  pages?: Record<string, string>;
  /** Further folders: URL prefix → absolute folder. */
  mounts?: Record<string, string>;
  /** The Content-Security-Policy of every response. */
  csp?: string;
  /** Headers of every response; default `cache-control: no-store`. */
  headers?: Record<string, string>;
  /** Is told each request before it is answered. */
  onRequest?: (request: IncomingMessage) => void;
}

/** Serves the demo at `/`, with `/dist/` and `/weights/`, like `npm start`. */
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
    onRequest: options.onRequest,
    headers: {
      ...options.headers,
      ...(options.csp && { 'content-security-policy': options.csp }),
    },
  });
}
