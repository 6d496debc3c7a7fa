/** What the routes of the shop name; made when a pattern asks for it, so that no request before has changed it. */
export async function shopThings(pattern: string): Promise<Record<string, string>> {
  if (pattern.includes(':gateway')) return { gateway: 'nobody' };
  return {};
}
