// <button data-open="id"> opens the <dialog id>.
document.addEventListener('click', ({ target }) => {
  const opener = target.closest('[data-open]');
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
});
