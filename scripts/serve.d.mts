export interface Served {
  /** Without a slash at the end. */
  url: string;
  close(): Promise<void>;
}
export function serveFolders(options: {
  mounts: Record<string, string>;
  pages?: Record<string, string>;
  headers?: Record<string, string>;
  port?: number;
}): Promise<Served>;
