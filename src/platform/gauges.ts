import type { Db } from './db.ts';

interface Gauge {
  /** As Prometheus names it. */
  name: string;
  help: string;
  /** Label → value; labels come from our own words, never from what a person typed. */
  read(db: Db): Promise<Record<string, number>>;
}

const gauges: Gauge[] = [];

/** A slice gives a number to the metrics, one series for each label `kind`. */
export function defineGauge(gauge: Gauge): void {
  gauges.push(gauge);
}

export function allGauges(): readonly Gauge[] {
  return gauges;
}
