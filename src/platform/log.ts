import { AsyncLocalStorage } from 'node:async_hooks';
import { createLogger, format, transports } from 'winston';
import { spellError } from './spell-error.ts';

/** What every line of one request or job carries. */
export const logContext = new AsyncLocalStorage<{ request_id: string }>();

/** winston prints an Error in the meta as {}: this spells it out, causes included, values left out. */
const spellErrors = format((line) => {
  for (const [key, value] of Object.entries(line)) {
    if (value instanceof Error) line[key] = spellError(value);
  }
  const context = logContext.getStore();
  if (context) line['request_id'] = context.request_id;
  return line;
});

/**
 * JSON lines on standard error; standard output is kept for what programs read.
 * Never give it a row or a form: ids only, so that no personal datum gets in.
 */
export const log = createLogger({
  level: process.env['LOG_LEVEL'] ?? 'info',
  format: format.combine(spellErrors(), format.timestamp(), format.json()),
  transports: [new transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })],
});
