import { redact } from './mask.ts';

export interface SpelledError {
  message: string;
  stack: string;
  cause?: SpelledError | string;
}

/** An error as a log, a queue or a table may keep it: with its causes, without the values that were at hand. */
export function spellError(error: Error): SpelledError {
  const { cause } = error;
  return {
    message: spellMessage(error),
    // The stack repeats the message, which may fill many lines: only where it happened is kept.
    stack: (error.stack ?? '').split('\n').filter(isPlace).join('\n'),
    ...(cause === undefined
      ? {}
      : {
          cause: cause instanceof Error ? spellError(cause) : redact(String(cause)).slice(0, 500),
        }),
  };
}

/** What went wrong, in at most 2,000 characters: no mail address, no number of a person, no value of a query. */
export function spellMessage(error: unknown): string {
  const text = error instanceof Error ? `${nameOf(error)}${error.message}` : String(error);
  // "Duplicate entry 'lihua@example.com' for key …", "Incorrect string value: '…' for column …"
  const withoutValues = text.replace(/(entry|value:?) '(?:[^'\\]|\\.)*'/g, "$1 '***'");
  return redact(withoutValues).slice(0, 2000);
}

function nameOf(error: Error): string {
  return ['Error', 'UserError'].includes(error.name) ? '' : `${error.name}: `;
}

function isPlace(line: string): boolean {
  return /^\s+at /.test(line);
}
