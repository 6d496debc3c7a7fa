// <input data-pick-all="ids"> ticks every row of the page; [data-picked] shows how many are ticked.
const boxes = (name) => document.querySelectorAll(`input[type="checkbox"][name="${name}"]`);

document.addEventListener('change', ({ target }) => {
  if (target.dataset.pickAll) {
    for (const box of boxes(target.dataset.pickAll)) box.checked = target.checked;
  }
  const all = document.querySelector('[data-pick-all]');
  const list = [...boxes(all.dataset.pickAll)];
  const count = list.filter((box) => box.checked).length;
  all.checked = count > 0 && count === list.length;
  all.indeterminate = count > 0 && count < list.length;
  for (const place of document.querySelectorAll('[data-picked]')) place.textContent = String(count);
});
