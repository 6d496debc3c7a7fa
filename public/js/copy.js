// <button data-copy="text">; data-copy="#id" copies what stands in that element.
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copy]');
  if (!button) return;
  const { copy } = button.dataset;
  const text = copy.startsWith('#') ? document.querySelector(copy).textContent.trim() : copy;
  const done = await write(text);
  const words = done ? '已复制' : '浏览器不允许复制，请长按文字手动复制';
  document.dispatchEvent(new CustomEvent('say', { detail: words }));
});

/** The clipboard needs https; a hidden field and the old command serve the rest. */
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'unseen';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
