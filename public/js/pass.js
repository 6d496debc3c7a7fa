// <form data-review>: passing asks for every tick, then once more whether it is meant ([data-sure]); returning asks for a mark.
// [data-said] tells what is missing, beside the buttons; what is missing at a line is told at that line too.
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
    unsure(form);
    say(form, `还有 ${open.length} 项没有核对`);
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

/** As the server has it: at least one mark, and own words where a reason promises them. */
function mayReturn(form) {
  unsure(form);
  const parts = [...form.querySelectorAll('.send-back')];
  const marked = parts.filter((part) => fieldsIn(part).some(({ value }) => value.trim()));
  if (marked.length === 0) {
    say(form, '退回时请至少标出一处：在要改的那一项点“退回这一项”');
    return false;
  }
  const wordless = marked
    .map(fieldsIn)
    .find(([why, words]) => why.value === 'own' && !words.value.trim());
  if (wordless) {
    say(form, '选了“其他”的，请写明要怎么改');
    wordless[1].focus();
  }
  return !wordless;
}

function fieldsIn(part) {
  return [...part.querySelectorAll('select, input')];
}

function unsure(form) {
  delete form.dataset.asked;
  form.querySelector('[data-sure]')?.setAttribute('hidden', '');
  form.querySelector('[data-said-here]')?.remove();
  say(form, '');
}

function say(form, words) {
  const place = form.querySelector('[data-said]');
  if (!place) return;
  place.textContent = words;
  place.dataset.level = words ? 'warn' : '';
}

function sayAt(line, words) {
  const place = document.createElement('p');
  place.className = 'check-more field-message';
  place.setAttribute('role', 'alert');
  place.dataset.level = 'warn';
  place.dataset.saidHere = '';
  place.textContent = words;
  line.append(place);
}
