import type { RequestHandler } from 'express';
import { Router } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { now } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import { allGauges } from '../platform/gauges.ts';
import { log } from '../platform/log.ts';
import { owedWorkByName } from '../platform/owed.ts';
import { within } from '../platform/within.ts';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer, by method, route and status class',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
  registers: [registry],
});

new Gauge({
  name: 'owed_work_age_seconds',
  help: 'How long the oldest owed work of a slice has been due',
  labelNames: ['work'] as const,
  registers: [registry],
  async collect() {
    this.reset();
    for (const [work, since] of Object.entries(await orNothing(() => owedWorkByName(db)))) {
      this.set({ work }, since ? Math.max(0, (now().getTime() - since.getTime()) / 1000) : 0);
    }
  },
});

for (const { name, help, read } of allGauges()) {
  new Gauge({
    name,
    help,
    labelNames: ['kind'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      for (const [kind, value] of Object.entries(await orNothing(() => read(db)))) {
        this.set({ kind }, value);
      }
    },
  });
}

/** With the database away there are no numbers of it; all others are still told. */
async function orNothing<T>(read: () => Promise<Record<string, T>>): Promise<Record<string, T>> {
  try {
    return await within(2000, read());
  } catch (error) {
    log.warn('a metric could not be read', { error });
    return {};
  }
}

/** Times every request under the pattern of its route, so that the number of series stays bounded. */
export const timed: RequestHandler = (req, res, next) => {
  const end = duration.startTimer();
  res.on('finish', () => {
    const pattern: unknown = req.route?.path;
    const route = typeof pattern === 'string' ? pattern : 'none';
    end({ method: req.method, route, status: `${Math.floor(res.statusCode / 100)}xx` });
  });
  next();
};

export const metrics = Router();

/** Prometheus text. Numbers only: no name, no address, no key ever becomes a label. */
metrics.get('/metrics', async (_req, res) => {
  res.type(registry.contentType).send(await registry.metrics());
});
