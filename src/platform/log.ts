import { AsyncLocalStorage } from 'node:async_hooks';
import { createLogger, format, transports } from 'winston';

/** What every line of one request or job carries. */
export const logContext = new AsyncLocalStorage<{ request_id: string }>();

/** winston prints an Error in the meta as {}: this spells it out, causes included. */
const spellErrors = format((line) => {
  for (const [key, value] of Object.entries(line)) {
    if (value instanceof Error) line[key] = spell(value);
  }
  const context = logContext.getStore();
  if (context) line['request_id'] = context.request_id;
  return line;
});

function spell(error: Error): object {
  const cause = error.cause instanceof Error ? spell(error.cause) : error.cause;
  return { message: error.message, stack: error.stack, ...(cause ? { cause } : {}) };
}

/**
 * JSON lines on standard error; standard output is kept for what programs read.
 * Never give it a row or a form: ids only, so that no personal datum gets in.
 */
export const log = createLogger({
  level: process.env['LOG_LEVEL'] ?? 'info',
  format: format.combine(spellErrors(), format.timestamp(), format.json()),
  transports: [new transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })],
});
