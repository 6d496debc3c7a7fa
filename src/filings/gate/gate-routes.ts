import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { noStore } from '../../platform/guards.ts';
import { noteAnswer } from './note-answer.ts';
import { gateFor } from './remember.ts';

/** For a hosting panel, before it binds a domain: docs/api-gate.md. */
export const gateRoutes = Router();

gateRoutes.get(
  '/api/v1/domains/:domain/gate',
  noStore,
  requires('domain.ask'),
  async (req, res) => {
    const { id: user_id, via, via_id } = userOf(req);
    const gate = await gateFor(db, String(req.params['domain']).slice(0, 253));
    const { allowed, reason } = gate;
    const client_id = via === 'client' ? via_id : null;
    const domain = gate.domain.slice(0, 253);
    noteAnswer({ domain, allowed, reason, user_id, client_id, at: now() });
    res.json(gate);
  },
);
