// <input data-check="/url">: on leaving a field its form is posted with `field=NAME`.
// Answer: { level: 'error' | 'warn' | 'ok', message } or { level: '', message: '' } when there is nothing to say.
const waiting = new Map();
const PAUSE_MS = 150;

export function meet(control) {
  control.addEventListener('change', () => {
    clearTimeout(waiting.get(control.name));
    waiting.set(
      control.name,
      setTimeout(() => check(control), PAUSE_MS),
    );
  });
}

/** Only words: pictures went up on their own. */
function wordsOf(form) {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') words.append(name, value);
  }
  return words;
}

async function check(control) {
  const body = wordsOf(control.form);
  body.set('field', control.name);
  const sentValue = control.value;
  try {
    const answer = await fetch(control.dataset.check, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
    });
    if (!answer.ok || control.value !== sentValue) return;
    show(control, await answer.json());
  } catch {
    // No connection: the same rules are checked when the form is sent.
  }
}

function show(control, { level, message }) {
  const place = document.getElementById(`${control.name}-message`);
  const field = place.closest('.field');
  place.textContent = message;
  place.dataset.level = level;
  field.classList.toggle('has-error', level === 'error');
  field.classList.toggle('has-warn', level === 'warn');
  if (level === 'error') control.setAttribute('aria-invalid', 'true');
  else control.removeAttribute('aria-invalid');
}
