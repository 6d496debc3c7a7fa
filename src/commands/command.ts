/** One command of the command line: its words and its place stand in src/cli.ts. */
export interface Command {
  /** Gives what is printed as JSON; sets process.exitCode when what it found is not well. */
  run(args: string[], options: Options): Promise<unknown>;
}
export interface Options {
  json: boolean;
  values: Record<string, string>;
}
