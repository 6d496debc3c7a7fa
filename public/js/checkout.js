// <form data-checkout="/url">: on another quantity or coupon the server reckons anew, and its parts of the page take the place of ours.
const PARTS = ['unit', 'sums', 'thumb', 'coupon-message', 'way'];
const PAUSE_MS = 250;

export function meet(form) {
  const { quantity, coupon } = form.elements;
  let timer;
  let latest = 0;
  const reckon = async () => {
    const mine = ++latest;
    const body = new URLSearchParams();
    for (const name of ['variant', 'quantity', 'coupon', 'way'])
      body.set(name, new FormData(form).get(name) ?? '');
    const answer = await fetch(form.dataset.checkout, { method: 'POST', body }).catch(() => null);
    if (!answer?.ok || mine !== latest) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const id of PARTS) {
      const next = page.getElementById(id);
      if (next) document.getElementById(id)?.replaceWith(document.adoptNode(next));
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(reckon, PAUSE_MS);
  };
  quantity.addEventListener('input', () => quantity.validity.valid && soon());
  coupon.addEventListener('change', soon);
  form.addEventListener('click', (event) => {
    const { step } = event.target.closest('[data-step]')?.dataset ?? {};
    if (step) {
      quantity[step === '1' ? 'stepUp' : 'stepDown']();
      soon();
    }
    if (!event.target.closest('[formaction]')) return;
    event.preventDefault();
    soon();
  });
}
