export interface Started {
  output(): string;
  stop(): Promise<void>;
}
export function startProcess(
  command: string,
  args: string[],
  options?: { env?: Record<string, string> },
): Started;
export function startDisplay(): Promise<{ env: Record<string, string>; stop(): Promise<void> }>;
