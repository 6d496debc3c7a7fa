// <section data-preview="/url">: what its textarea holds, as others will see it, in #description, after each pause in typing.
const PAUSE_MS = 500;

export function meet(box) {
  const text = box.querySelector('textarea');
  let timer;
  text.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(box, text), PAUSE_MS);
  });
}

async function show(box, text) {
  const body = new URLSearchParams([[text.name, text.value]]);
  const answer = await fetch(box.dataset.preview, { method: 'POST', body }).catch(() => undefined);
  if (!answer?.ok) return; // the text is as it was; the next pause asks again
  const found = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = found.getElementById('description');
  if (next) box.querySelector('#description').replaceWith(document.adoptNode(next));
}
