// Starts each behaviour when the page first holds something for it. Everything works without.
const BEHAVIOURS = {
  theme: '[data-theme-switch]',
  confirm: '[data-confirm]',
  once: 'form[method="post"]',
  menu: '[data-menu]',
  dialog: '[data-open]',
  copy: '[data-copy], [data-copy-each], [data-copy-from]',
  fill: '[data-fill]',
  peek: '[data-peek]',
  pick: '[data-pick-all]',
  countdown: '[data-countdown]',
  time: '[data-time="relative"]',
  check: '[data-check]',
  autosave: '[data-autosave]',
  upload: 'fieldset[data-upload]',
  phone: 'form[data-send]',
  readings: '[data-readings]',
  regions:
    'form[data-autosave] select[name$="province_code"], form[data-autosave] select[name$="city_code"]',
  poll: '[data-poll]',
  watch: '[data-watch]',
  checkout: '[data-checkout]',
  challenge: '[data-challenge]',
  hotkeys: '[data-hotkey], [data-list]',
  viewer: '[data-viewer]',
  review: '[data-review]',
  pass: '[data-review]',
  reveal: '[data-reveal]',
  print: '[data-print], [data-back]',
  chart: '[data-chart]',
  total: '[data-total]',
  preview: '[data-preview]',
};
const started = new Map();

/** Starts what `root` needs. One that cannot be fetched is left out: the page works without it. */
async function attach(root) {
  const starts = Object.entries(BEHAVIOURS).map(async ([name, selector]) => {
    const found = [...root.querySelectorAll(selector)];
    if (root !== document && root.matches(selector)) found.unshift(root);
    if (found.length === 0) return;
    if (!started.has(name)) started.set(name, import(`./${name}.js`));
    const behaviour = await started.get(name);
    for (const element of found) behaviour.meet?.(element);
  });
  await Promise.allSettled(starts);
}

// One place tells screen readers and eyes what just happened: dispatch `say` with the words.
document.addEventListener('say', ({ detail }) => {
  const toast = document.createElement('p');
  toast.className = 'toast';
  toast.textContent = detail;
  document.querySelector('[data-toasts]')?.append(toast);
  setTimeout(() => toast.remove(), 5000);
});
document.addEventListener('fragment', ({ target }) => attach(target));
document.documentElement.classList.add('js');
await attach(document);
document.documentElement.dataset.ready = 'true';
