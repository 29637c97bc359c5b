import type { IncomingMessage } from 'node:http';

export interface Served {
  /** Without a trailing slash. */
  url: string;
  close(): Promise<void>;
}
export function serveFolders(options: {
  mounts: Record<string, string>;
  pages?: Record<string, string>;
  headers?: Record<string, string>;
  gzip?: boolean;
  onRequest?: (request: IncomingMessage) => void;
  port?: number;
}): Promise<Served>;
