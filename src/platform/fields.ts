import { z } from 'zod';

/** Why somebody does or wants to see something, in his own words; without them he is told `missing`. */
export const reasonGiven = (missing: string) =>
  z.string({ error: missing }).trim().min(2, missing).max(200, '请控制在 200 字以内');
