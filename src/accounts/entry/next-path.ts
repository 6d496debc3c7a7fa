const HERE = 'http://here.invalid';

/** Where to go after signing in: a path of this site, or '/'. Another site's address is never followed. */
export function nextPath(text: unknown): string {
  if (typeof text !== 'string' || text.length > 2000) return '/';
  // A browser reads "/\evil" and "/<tab>/evil" as another host.
  if (!text.startsWith('/') || /[\\\p{Cc}]/u.test(text)) return '/';
  if (!URL.canParse(text, HERE)) return '/';
  const at = new URL(text, HERE);
  if (at.origin !== HERE || at.pathname.startsWith('//')) return '/';
  return at.pathname + at.search + at.hash;
}
