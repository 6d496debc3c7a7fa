// <section data-readings data-version="12"> in a form that saves itself: once the draft is newer than the page (a picture was read,
// the phone sent one) the form is told, and shows what is new (autosave.js). Its lines [data-at data-no data-problem] say at the place
// of each picture what is wrong with it.
export function meet(part) {
  const form = part.closest('form');
  const seen = Number(form.elements.version.value);
  if (Number(part.dataset.version) > seen) form.dispatchEvent(new Event('news'));
  for (const line of part.querySelectorAll('[data-at]')) say(line.dataset);
}

function say({ at, no, problem }) {
  const box = document.getElementById(at);
  if (!box?.querySelector(`input[value="${no}"]`) || box.classList.contains('is-sending')) return;
  const place = box.querySelector('.field-message');
  if (!problem && place.dataset.level !== 'warn') return;
  place.textContent = problem;
  place.dataset.level = problem ? 'warn' : '';
  box.classList.toggle('has-warn', Boolean(problem));
}
