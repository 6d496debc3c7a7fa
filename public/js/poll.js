// <section id="x" data-poll="/url" data-poll-every="3">: fetched anew every n seconds and replaced, until it comes without data-poll.
// The answer may be the fragment alone or a whole page that holds the same id; then <div id="y" data-with="x"> is renewed with it.
const CALM_MS = 30_000;

export function meet(part) {
  const every = Number(part.dataset.pollEvery ?? 3) * 1000;
  setTimeout(() => renew(part, every), every);
}

async function renew(part, every) {
  if (!part.isConnected) return;
  const again = (wait) => setTimeout(() => renew(part, every), wait);
  // Nobody looks, or somebody is just using what would be replaced.
  if (document.hidden || part.contains(document.activeElement)) return again(every);
  const page = await fetch(part.dataset.poll || location.href, { headers: { accept: 'text/html' } })
    .then(async (answer) => (answer.ok ? parse(await answer.text()) : undefined))
    .catch(() => undefined);
  const next = page?.getElementById(part.id);
  if (!next) return again(Math.max(every, CALM_MS));
  if (next.isEqualNode(part)) return again(every);
  part.replaceWith(next);
  for (const other of document.querySelectorAll(`[data-with="${next.id}"]`)) {
    const fresh = page.getElementById(other.id);
    if (fresh) other.replaceWith(fresh);
  }
  next.dispatchEvent(new CustomEvent('fragment', { bubbles: true }));
}

const parse = (html) => new DOMParser().parseFromString(html, 'text/html');
