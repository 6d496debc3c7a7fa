// <form data-total>: what so many of the chosen variant cost, from data-cents and data-steps ('from:cents …') of the chosen input. The server decides; this only shows.
export function meet(form) {
  const show = () => {
    const chosen = form.querySelector('[data-cents][type="hidden"], [data-cents]:checked');
    const quantity = Number(form.elements.quantity.value);
    const place = form.querySelector('[data-sum]');
    const isKnown = Boolean(chosen) && Number.isInteger(quantity) && quantity > 0;
    place.parentElement.hidden = !isKnown;
    if (isKnown) place.textContent = yuan(unitCents(chosen.dataset, quantity) * quantity);
  };
  form.addEventListener('input', show);
  show();
}

function unitCents({ cents, steps }, quantity) {
  const given = steps
    .split(' ')
    .filter(Boolean)
    .map((step) => step.split(':').map(Number));
  const reached = given.filter(([from]) => quantity >= from).map(([, price]) => price);
  return Math.min(Number(cents), ...reached);
}

const yuan = (cents) =>
  `¥${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
