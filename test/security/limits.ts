/** Forgets how often somebody asked, so that a test may ask without end. To be imported after `start`. */
export async function forgetLimits(): Promise<void> {
  const { redis } = await import('../../src/platform/redis.ts');
  const keys = await redis().keys(`${process.env['QUEUE_PREFIX']}:limit:*`);
  if (keys.length > 0) await redis().del(keys);
}
