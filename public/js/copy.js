// <button data-copy="text">; data-copy="#id" copies what stands in that element, data-copy-each="selector" the data-text of each, data-copy-from="/url" what is found there.
document.addEventListener('click', async ({ target }) => {
  const button = target.closest('[data-copy], [data-copy-each], [data-copy-from]');
  if (!button) return;
  const done = await write(await textOf(button.dataset));
  const words = done ? '已复制' : '浏览器不允许复制，请长按文字手动复制';
  document.dispatchEvent(new CustomEvent('say', { detail: words }));
});

async function textOf({ copy, copyEach, copyFrom }) {
  if (copyFrom) return (await fetch(copyFrom)).text();
  if (copyEach)
    return [...document.querySelectorAll(copyEach)].map((each) => each.dataset.text).join('\n');
  return copy.startsWith('#') ? document.querySelector(copy).textContent.trim() : copy;
}

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
