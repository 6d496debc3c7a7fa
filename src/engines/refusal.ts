const REFUSAL = 'refusal';

/** An error whose message is the whole answer for the person at the terminal: shown without a stack. */
export function refusal(message: string): Error {
  return new Error(message, { cause: REFUSAL });
}

/** Whether an error was made by `refusal`; anything else is a bug and is shown with its stack. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.cause === REFUSAL;
}

/** What to print for any error: the plain words of a refusal, the stack of a bug. */
export function wordsOf(error: unknown): string {
  if (isRefusal(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The code of a system error (ENOENT, ECONNREFUSED …), if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
