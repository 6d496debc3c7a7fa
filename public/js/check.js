// <input data-check="/url">: on leaving a field its form is posted with `field=NAME`.
// Answer: { level: 'error' | 'warn' | 'ok', message } or { level: '', message: '' } when there is nothing to say; `value`: as it was meant.
import { wordsOf } from './form-words.js';

const waiting = new Map();
const PAUSE_MS = 150;

export function meet(control) {
  const soon = () => {
    clearTimeout(waiting.get(control.name));
    waiting.set(
      control.name,
      setTimeout(() => check(control), PAUSE_MS),
    );
  };
  control.addEventListener('change', soon);
  // Passed over: nothing changed, and something is missing.
  control.addEventListener('blur', () => control.required && !control.value && soon());
  control.addEventListener('input', () => {
    const badge = control.closest('.field').querySelector('.read .badge');
    if (badge && control.value !== control.defaultValue) badge.replaceChildren('已修改');
  });
}

async function check(control) {
  const body = new URLSearchParams(wordsOf(control.form));
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

function show(control, { level, message, value }) {
  const place = document.getElementById(`${control.name}-message`);
  const field = place.closest('.field');
  if (value !== undefined) {
    control.value = value;
    control.dispatchEvent(new Event('input', { bubbles: true })); // autosave listens
  }
  place.textContent = message;
  place.dataset.level = level;
  field.querySelector('.field-fix')?.remove(); // it was of another value; the message says what to do now
  field.classList.toggle('has-error', level === 'error');
  field.classList.toggle('has-warn', level === 'warn');
  if (level === 'error') control.setAttribute('aria-invalid', 'true');
  else control.removeAttribute('aria-invalid');
}
