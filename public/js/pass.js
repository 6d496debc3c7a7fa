// <form data-review>: passing asks for every tick, then once more whether it is meant; [data-said] says so.
/** A second press that comes sooner is the same finger: a double click, or a key held down. */
const SAME_PRESS_MS = 350;

export function meet(form) {
  form.addEventListener('input', () => unsure(form));
  form.addEventListener('submit', (event) => {
    if (event.submitter?.value === 'pass' && !mayPass(form, event)) event.preventDefault();
  });
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
