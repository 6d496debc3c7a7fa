/** The ticks of <form data-keep="name"> outlive a reload, in this tab. Called last: it keeps what others have changed. */
export function keepTicks(form) {
  const { keep } = form.dataset;
  if (!keep) return;
  restore(form, keep);
  form.addEventListener('change', () =>
    sessionStorage.setItem(keep, JSON.stringify(ticksOf(form))),
  );
}

/** A tick is for what it says: a line whose words are others now ("一致", "认可差异") is looked at anew. */
function ticksOf(form) {
  const boxes = [...form.querySelectorAll('input[type="checkbox"]')];
  return Object.fromEntries(boxes.map((box) => [nameOf(box), box.checked]));
}

function nameOf(box) {
  return `${box.name} ${box.value} ${box.closest('label').textContent.trim()}`;
}

function restore(form, keep) {
  const kept = JSON.parse(sessionStorage.getItem(keep) ?? '{}');
  for (const box of form.querySelectorAll('input[type="checkbox"]'))
    box.checked = kept[nameOf(box)] ?? box.checked;
}
