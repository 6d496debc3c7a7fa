// <form data-review>: the picture follows the line one is at ([data-look]); a chosen reason puts its words into the field below it;
// [data-marked] tells how many lines go back. The words stand in [data-reason="CODE"]. Ticks outlive a reload, under [data-keep].
import { keepTicks } from './ticks.js';

const wordsOf = (code) =>
  document.querySelector(`[data-reason="${CSS.escape(code)}"]`)?.textContent;

export function meet(form) {
  form.addEventListener('focusin', ({ target }) => look(target.closest('[data-look]')));
  form.addEventListener('click', ({ target }) => look(target.closest('[data-look]')));
  form.addEventListener('change', ({ target }) => choose(form, target));
  form.addEventListener('input', () => count(form));
  // "toggle" does not bubble, but it is captured.
  form.addEventListener('toggle', ({ target }) => target.open && start(target), true);
  keepTicks(form);
  for (const select of form.querySelectorAll('select')) select.dataset.before = select.value;
  count(form);
}

function look(line) {
  const pick =
    line && document.querySelector(`[data-picture-pick][href="${CSS.escape(line.dataset.look)}"]`);
  if (pick && !pick.hasAttribute('aria-current')) pick.click();
}

/** Words that nobody changed give way to those of the new reason. */
function choose(form, select) {
  const path = /^reason:(.*)$/.exec(select.name)?.[1];
  if (path === undefined) return;
  const field = form.elements[`words:${path}`];
  const untouched = !field.value || field.value === wordsOf(select.dataset.before);
  if (untouched) field.value = wordsOf(select.value) ?? '';
  select.dataset.before = select.value;
  const tick = select.closest('.check-line')?.querySelector('input[name="ok"]');
  if (tick && select.value) tick.checked = false;
  field.focus();
  count(form);
}

function start(details) {
  details.querySelector('select').focus();
}

function count(form) {
  const marked = [...form.querySelectorAll('.send-back')].filter((part) =>
    [...part.querySelectorAll('select, input')].some(({ value }) => value),
  );
  for (const place of form.querySelectorAll('[data-marked]'))
    place.textContent = marked.length ? `（${marked.length} 处）` : '';
}
