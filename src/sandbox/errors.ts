import type { ErrorRequestHandler } from 'express';
import { ZodError, z } from 'zod';

/** Says in JSON what was wrong with a request to the control interface or a form of the page. */
export const errors: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) next(error);
  else if (error instanceof ZodError) res.status(400).json({ error: z.prettifyError(error) });
  else res.status(400).json({ error: error instanceof Error ? error.message : '请求有误' });
};
