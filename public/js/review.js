// <form data-review>: the picture follows the line one is at ([data-look]); a chosen reason puts its words into the field below it;
// [data-marked] tells how many lines go back. The words stand in [data-reason="CODE"]. Passing asks for every tick, then
// once more whether it is meant; [data-said] says so.
/** A second press that comes sooner is the same finger: a double click, or a key held down. */
const SAME_PRESS_MS = 350;
const wordsOf = (code) =>
  document.querySelector(`[data-reason="${CSS.escape(code)}"]`)?.textContent;

export function meet(form) {
  form.addEventListener('focusin', ({ target }) => look(target.closest('[data-look]')));
  form.addEventListener('click', ({ target }) => look(target.closest('[data-look]')));
  form.addEventListener('change', ({ target }) => choose(form, target));
  form.addEventListener('input', () => {
    unsure(form);
    count(form);
  });
  form.addEventListener('submit', (event) => {
    if (event.submitter?.value === 'pass' && !mayPass(form, event)) event.preventDefault();
  });
  // "toggle" does not bubble, but it is captured.
  form.addEventListener('toggle', ({ target }) => target.open && start(target), true);
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

/** Leads to the first line without a tick; with all of them ticked, the second press passes. */
function mayPass(form, event) {
  const open = [...form.querySelectorAll('input[name="ok"]:not(:checked)')];
  if (open.length > 0) {
    say(form, `还有 ${open.length} 项没有勾选，请从这一项开始核对`);
    open[0].focus();
    open[0].closest('.check-line').scrollIntoView({ block: 'center' });
    return false;
  }
  const asked = Number(form.dataset.asked ?? 0);
  if (asked > 0) return event.timeStamp - asked > SAME_PRESS_MS;
  form.dataset.asked = event.timeStamp;
  say(form, '全部已勾选。确认通过请再按一次 a 或 Enter');
  event.submitter.focus();
  return false;
}

function unsure(form) {
  delete form.dataset.asked;
  say(form, '');
}

function say(form, words) {
  const place = form.querySelector('[data-said]');
  place.textContent = words;
  place.dataset.level = words ? 'warn' : '';
}
