// <form data-review>: passing asks for every tick, then once more whether it is meant ([data-sure]); returning asks for a mark.
// [data-said] tells what is missing, beside the buttons; what is missing at a line is told at that line too.
import { lackOf, sayAt } from './send-back.js';

/** A second press that comes sooner is the same finger: a double click, or a key held down. */
const SAME_PRESS_MS = 350;

export function meet(form) {
  form.addEventListener('input', () => unsure(form));
  form.addEventListener('submit', (event) => {
    if (event.submitter?.value === 'pass' && !mayPass(form, event)) event.preventDefault();
  });
  // The question before a return hears "submit": what is missing is told before that.
  form.addEventListener('click', (event) => {
    const isReturn = event.target.closest('button[value="return"]');
    if (isReturn && !mayReturn(form)) event.preventDefault();
  });
}

/** Leads to the first line without a tick; with all of them ticked, the second press passes. */
function mayPass(form, event) {
  const open = [...form.querySelectorAll('input[name="ok"]:not(:checked)')];
  if (open.length > 0) {
    unsure(form, `还有 ${open.length} 项没有核对`);
    const line = open[0].closest('.check-line');
    sayAt(line, `还有 ${open.length} 项没有核对，请从这一项开始`);
    open[0].focus();
    line.scrollIntoView({ block: 'center' });
    return false;
  }
  const asked = Number(form.dataset.asked ?? 0);
  if (asked > 0) return event.timeStamp - asked > SAME_PRESS_MS;
  unsure(form);
  form.dataset.asked = event.timeStamp;
  const sure = form.querySelector('[data-sure]');
  sure.hidden = false;
  sure.querySelector('button').focus();
  return false;
}

function mayReturn(form) {
  const lack = lackOf(form);
  unsure(form, lack?.words);
  lack?.field?.focus();
  return !lack;
}

/** Takes back what was asked and told; tells `words` instead. */
function unsure(form, words = '') {
  delete form.dataset.asked;
  form.querySelector('[data-sure]').hidden = true;
  form.querySelector('[data-said-here]')?.remove();
  const place = form.querySelector('[data-said]');
  place.textContent = words;
  place.dataset.level = words ? 'warn' : '';
}
