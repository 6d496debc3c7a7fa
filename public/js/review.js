// <form data-review>: the picture follows the line one is at ([data-look]); a chosen reason puts its words into the field below it;
// [data-marked] tells how many lines go back. The words stand in [data-reason="CODE"]. Ticks outlive a reload, under [data-keep].
const wordsOf = (code) =>
  document.querySelector(`[data-reason="${CSS.escape(code)}"]`)?.textContent;

export function meet(form) {
  form.addEventListener('focusin', ({ target }) => look(target.closest('[data-look]')));
  form.addEventListener('click', ({ target }) => look(target.closest('[data-look]')));
  form.addEventListener('change', ({ target }) => choose(form, target));
  form.addEventListener('input', () => count(form));
  // "toggle" does not bubble, but it is captured.
  form.addEventListener('toggle', ({ target }) => target.open && start(target), true);
  const { keep } = form.dataset;
  if (keep) {
    restore(form, keep);
    form.addEventListener('change', () =>
      sessionStorage.setItem(keep, JSON.stringify(ticksOf(form))),
    );
  }
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

/** A tick is for what it says: a line whose words are others now ("一致", "认可差异") is looked at anew. */
function ticksOf(form) {
  const boxes = [...form.querySelectorAll('input[type="checkbox"]')];
  return Object.fromEntries(boxes.map((box) => [nameOf(box), box.checked]));
}

function nameOf(box) {
  return `${box.name} ${box.value} ${box.closest('label').textContent.trim()}`;
}

function restore(form, keep) {
  const kept = JSON.parse(sessionStorage.getItem(keep) ?? '{}');
  for (const box of form.querySelectorAll('input[type="checkbox"]'))
    box.checked = kept[nameOf(box)] ?? box.checked;
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
