/** Where a page of a list begins, as it stands in the address: the id that the page before ended with. */
export function pageKey(text: unknown): number | undefined {
  const key = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return key > 0 ? key : undefined;
}
