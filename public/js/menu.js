// A menu closes when one clicks beside it, tabs out of it or presses Esc.
function closeOthers(target) {
  for (const menu of document.querySelectorAll('[data-menu][open]')) {
    if (!menu.contains(target)) menu.open = false;
  }
}

document.addEventListener('click', ({ target }) => closeOthers(target));
document.addEventListener('focusin', ({ target }) => closeOthers(target));
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('[data-menu][open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});
