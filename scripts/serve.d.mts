export interface Served {
  /** Without a trailing slash. */
  url: string;
  close(): Promise<void>;
}
export function serveFolders(options: {
  mounts: Record<string, string>;
  pages?: Record<string, string>;
  headers?: Record<string, string>;
  port?: number;
}): Promise<Served>;
