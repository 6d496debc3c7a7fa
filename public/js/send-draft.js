// The draft as a page and the server tell each other of it; for autosave.js.
import { wordsOf } from './form-words.js';

const KEEPALIVE_LIMIT = 60_000; // browsers refuse more to a request that outlives its page
const tab = Math.random().toString(36).slice(2);

/**
 * Posts a form's words (pictures went up on their own) with `tab`, one per open page. Status 0: no connection.
 * `only`: { paths, version }, these fields alone, as from a window that has seen that version.
 */
export async function sendDraft(form, only) {
  const sent = only ? wordsAt(form, only) : wordsOf(form);
  const body = new URLSearchParams([...sent, ['tab', tab]]);
  const keepalive = String(body).length < KEEPALIVE_LIMIT;
  const headers = { accept: 'application/json' };
  const url = form.dataset.autosave;
  const answer = await fetch(url, { method: 'POST', body, headers, keepalive }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  return { status: answer?.status ?? 0, told, sent };
}

function wordsAt(form, { paths, version }) {
  const wanted = (name) => paths.some((path) => isAt(name, path));
  const words = wordsOf(form).filter(([name, value]) => wanted(name === 'present' ? value : name));
  return [...words, ['version', version]];
}

/** Both values of each field that two windows changed, under it; `offer` of what to do stands beside the first one. */
export function tell(form, conflicts, offer) {
  for (const { path, message } of conflicts) say(path, message, 'warn');
  offer.querySelector('[data-save-fields]').textContent = conflicts
    .map(({ label }) => `“${label}”`)
    .join('、');
  const [first] = conflicts.flatMap(({ path }) => blocksAt(form, path).slice(-1));
  first?.after(offer);
}

/** It is decided which value stays. */
export function untell(paths) {
  for (const path of paths) say(path, '', '');
}

function say(path, message, level) {
  const place = document.querySelector(`[id="${path}-message"], [id="${path}.0-message"]`);
  if (place) place.textContent = message;
  if (place) place.dataset.level = level;
}

/** Shows what others changed at these paths where nothing was typed since `sent`. 'typed': something was; 'away': not now. */
export async function takeUp(form, paths, sent) {
  const here = paths.filter((path) => blocksAt(form, path).length > 0);
  if (here.length === 0) return 'shown';
  const html = await fetch(location.href, { headers: { accept: 'text/html' } })
    .then((answer) => (answer.ok ? answer.text() : ''))
    .catch(() => '');
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById(form.id);
  if (!fresh) return 'away';
  for (const path of here) {
    const now = at(wordsOf(form), path);
    if (now === at(wordsOf(fresh), path)) continue;
    if (now !== at(sent, path)) return 'typed';
    replace(blocksAt(form, path), blocksAt(fresh, path));
  }
  return 'shown';
}

const isAt = (name, path) => name === path || name.startsWith(`${path}.`);
const at = (words, path) => JSON.stringify(words.filter(([name]) => isAt(name, path)));

/** The blocks that show a field: one for each row of a list. */
function blocksAt(form, path) {
  const parts = form.querySelectorAll(`[id="${path}"], [name="${path}"], [name^="${path}."]`);
  return [...new Set([...parts].map((part) => part.closest('.field')))].filter(Boolean);
}

function replace([first, ...rest], fresh) {
  const { id } = document.activeElement;
  first.replaceWith(...fresh);
  for (const block of rest) block.remove();
  if (id) document.getElementById(id)?.focus({ preventScroll: true });
  for (const block of fresh) block.dispatchEvent(new CustomEvent('fragment', { bubbles: true }));
}
