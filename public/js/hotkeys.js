// data-hotkey="a" on a button, link or field presses or focuses it. [data-list] rows: j, k; Enter opens. ? shows the list, Esc leaves a field.
const isTyping = (target) =>
  target.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select');

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  if (document.querySelector('dialog[open]')) return;
  const act = actFor(event.key);
  if (!act) return;
  event.preventDefault();
  // A key held down walks on, but decides nothing a second time.
  if (event.repeat && !'jk+-'.includes(event.key)) return;
  act();
});

function actFor(key) {
  if (key === '?') return () => document.getElementById('hotkeys')?.showModal();
  if (key === 'j' || key === 'k') return () => step(key === 'j' ? 1 : -1);
  // In a list the keys of the row one is at come first.
  const row = document.activeElement.closest('[data-list] > *');
  const wanted = [row, document]
    .flatMap((place) => [...(place?.querySelectorAll('[data-hotkey]') ?? [])])
    .find((one) => one.dataset.hotkey === key && one.getClientRects().length > 0);
  if (!wanted) return undefined;
  return () => {
    if (!isTyping(wanted)) return wanted.click();
    wanted.focus();
    wanted.select?.();
  };
}

/** Moves the focus to the next or previous row: to its first link, so that Enter opens it. */
function step(by) {
  const rows = [...document.querySelectorAll('[data-list] > *')].filter(
    (row) => !row.closest('details:not([open])'),
  );
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[here === -1 && by < 0 ? rows.length - 1 : here + by];
  const target = row?.querySelector('a, button, input') ?? row;
  if (!target) return;
  target.focus();
  row.scrollIntoView({ block: 'nearest' });
}
