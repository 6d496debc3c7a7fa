import { readFileSync } from 'node:fs';
import { Router } from 'express';

const description = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8');

/** What programs may call, in OpenAPI 3.1. */
export const openapi = Router();

openapi.get('/api/openapi.json', (_req, res) => {
  res.type('application/json').send(description);
});
