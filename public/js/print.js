// <button data-print> prints, <button data-back> goes back.
document.addEventListener('click', ({ target }) => {
  if (target.closest('[data-print]')) window.print();
  if (target.closest('[data-back]')) history.back();
});
