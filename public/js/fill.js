// 「用识别结果」 puts what was read into the field; pressed again it brings back what was typed.
const typed = new WeakMap();

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-fill]');
  if (!button) return;
  const field = document.getElementById(button.dataset.fill);
  const undo = typed.has(button);
  const next = undo ? typed.get(button) : button.dataset.value;
  if (undo) typed.delete(button);
  else typed.set(button, field.value);
  field.value = next;
  button.textContent = undo ? '用识别结果' : '恢复我填的';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
});
