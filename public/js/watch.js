// <div id data-watch="/url" data-state="…" data-every="1">: asks for { state } every n seconds while somebody looks; once it differs the part is fetched anew with its page.
const PATIENCE = 120;

export function meet(part) {
  let asked = 0;
  let timer;
  const ask = async () => {
    clearTimeout(timer);
    if (!part.isConnected) return;
    const { state } = document.hidden ? {} : await json(part.dataset.watch);
    if (state && state !== part.dataset.state && (await renew(part))) return;
    asked += 1;
    timer = setTimeout(ask, Number(part.dataset.every) * 1000 * (asked > PATIENCE ? 3 : 1));
  };
  // Back from the app in which he has paid.
  document.addEventListener('visibilitychange', () => document.hidden || ask());
  timer = setTimeout(ask, Number(part.dataset.every) * 1000);
}

const json = (url) =>
  fetch(url, { headers: { accept: 'application/json' } })
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}));

async function renew(part) {
  const html = await fetch(location.href, { headers: { accept: 'text/html' } })
    .then((answer) => (answer.ok ? answer.text() : ''))
    .catch(() => '');
  const next = new DOMParser().parseFromString(html, 'text/html').getElementById(part.id);
  if (!next) return false;
  part.replaceWith(document.adoptNode(next));
  next.dispatchEvent(new CustomEvent('fragment', { bubbles: true }));
  const title = next.querySelector('h1')?.textContent;
  if (title) document.dispatchEvent(new CustomEvent('say', { detail: title }));
  return true;
}
