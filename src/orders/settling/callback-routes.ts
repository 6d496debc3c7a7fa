import { type RequestHandler, Router } from 'express';
import { callbackBody, callbackOf, readCallback } from '../../payments/index.ts';
import { MINUTE } from '../../platform/clock.ts';
import { limited } from '../../platform/guards.ts';
import { landPayment } from './land-payment.ts';

/** Where gateways tell of payments. A gateway is answered only when what it told has landed: else it comes again. */
export const callbackRoutes = Router();

const receive: RequestHandler = async (req, res) => {
  const { answer, paid } = await readCallback(String(req.params['gateway']), callbackOf(req));
  if (paid) await landPayment(paid);
  res.status(answer.status).type(answer.type).send(answer.body);
};

/** A gateway in a flash sale stays far below it; each of these costs a row and a question to the gateway. */
const often = limited({ name: 'callbacks', limit: 6000, windowMs: MINUTE, failOpen: true });
const PATH = '/payments/callbacks/:gateway';
callbackRoutes.get(PATH, often, callbackBody, receive);
callbackRoutes.post(PATH, often, callbackBody, receive);
