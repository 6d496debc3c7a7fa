// <a href="/page" data-reveal="/url"> beside [data-masked]: asks why, POSTs { reason }, shows { value } for a minute.
// Any other answer (sign in again, not allowed) leads to the page behind the link, which says so.
const SHOWN_MS = 60_000;
const dialog = document.getElementById('reveal');

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-reveal]');
  if (!link || !dialog) return;
  event.preventDefault();
  const place = link.parentElement.querySelector('[data-masked]');
  if ('shown' in place.dataset) return mask(place, link);
  const form = dialog.querySelector('form');
  form.reset();
  dialog.returnValue = '';
  dialog.onclose = async () => {
    if (dialog.returnValue === 'yes') await show(place, link, form.elements.reason.value);
  };
  dialog.showModal();
});

async function show(place, link, reason) {
  const answer = await fetch(link.dataset.reveal, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ reason }),
  }).catch(() => undefined);
  if (!answer?.ok) {
    location.href = link.href;
    return;
  }
  place.textContent = (await answer.json()).value;
  place.dataset.shown = '';
  link.textContent = '遮住';
  setTimeout(() => mask(place, link), SHOWN_MS);
}

function mask(place, link) {
  place.textContent = place.dataset.masked;
  delete place.dataset.shown;
  link.textContent = '查看';
}

// Nothing stays open in a page that the Back button brings back.
window.addEventListener('pagehide', () => {
  for (const link of document.querySelectorAll('[data-reveal]')) {
    mask(link.parentElement.querySelector('[data-masked]'), link);
  }
});
