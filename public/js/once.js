// A form that was sent is not sent again by a second click; coming back with the Back button frees it.
const sent = new Set();
const PATIENCE_MS = 20_000;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post' || form.target === '_blank') return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute('aria-busy', 'true');
  // After this tick: a disabled button's name and value would not be sent.
  setTimeout(() => disable(form, true));
  // A download leaves the page where it is.
  setTimeout(() => release(form), PATIENCE_MS);
});

window.addEventListener('pageshow', () => {
  for (const form of sent) release(form);
});

function release(form) {
  sent.delete(form);
  disable(form, false);
}

function disable(form, isDisabled) {
  for (const element of form.elements) {
    if (element.type !== 'submit') continue;
    if (isDisabled && !element.disabled) {
      element.disabled = true;
      element.dataset.once = '';
    } else if (!isDisabled && 'once' in element.dataset) {
      element.disabled = false;
      delete element.dataset.once;
      element.removeAttribute('aria-busy');
    }
  }
}
