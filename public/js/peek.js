// Shows a password while one types it.
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-peek]');
  if (!button) return;
  const field = document.getElementById(button.dataset.peek);
  const shown = field.type === 'text';
  field.type = shown ? 'password' : 'text';
  button.setAttribute('aria-label', shown ? '显示密码' : '隐藏密码');
  button.setAttribute('aria-pressed', String(!shown));
});
