// Choosing a province fills the list of cities, choosing a city that of counties. Without scripts the page does it when it is saved.
const NEXT = { province_code: 'city_code', city_code: 'county_code' };

export function meet(select) {
  const [own] = select.name.split('.').slice(-1);
  const dependent = (name) => select.form?.elements[select.name.replace(own, name)];
  const next = dependent(NEXT[own]);
  if (!next) return;
  select.addEventListener('change', async () => {
    empty(next);
    if (own === 'province_code' && dependent('county_code')) empty(dependent('county_code'));
    if (!select.value) return;
    const answer = await fetch(`/regions/${select.value}`, {
      headers: { accept: 'application/json' },
    }).catch(() => null);
    if (!answer?.ok) return;
    for (const { value, label } of await answer.json()) next.add(new Option(label, value));
    next.dispatchEvent(new Event('input', { bubbles: true })); // autosave listens
  });
}

function empty(select) {
  select.length = 1; // the line that asks to choose stays
  select.value = '';
}
