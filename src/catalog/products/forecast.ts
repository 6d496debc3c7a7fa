import type { Db } from '../../platform/db.ts';

/** Days until each variant is sold out at the pace it sells now, by id; null for what does not sell or is not counted. */
export type Forecast = (
  db: Db,
  variant_ids: readonly number[],
) => Promise<Map<number, { days_left: number | null }>>;

let forecast: Forecast = async () => new Map();

/** Who keeps the stock knows how it sells, and tells the list of products. */
export function giveForecast(given: Forecast): void {
  forecast = given;
}

export const daysLeft: Forecast = (db, variant_ids) => forecast(db, variant_ids);
