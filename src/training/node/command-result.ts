/** What a command leaves behind. */
export interface CommandResult {
  /** What `--json` prints. */
  json: unknown;
  /** What is printed without it. */
  text: string;
  exitCode: number;
}
