// <div data-challenge="/url" data-worker="/js" data-seconds>: works out what the server asks while one fills in the form; where a browser cannot, it waits.
export function meet(box) {
  const { form } = box.querySelector('[name="proof"]');
  const say = (words) => box.querySelector('[data-words]').replaceChildren(words);
  const isAble = window.isSecureContext && 'subtle' in crypto && 'Worker' in window;
  if (!isAble) return countDown(Number(box.dataset.seconds), say);
  say('购买的人较多，正在自动完成安全验证，不用操作…');
  const done = solved(box).then(
    (proof) => {
      form.elements.proof.value = proof;
      box.dataset.done = 'yes';
      say('安全验证已完成');
    },
    () => countDown(Number(box.dataset.seconds), say),
  );
  form.addEventListener('submit', async (event) => {
    if (box.dataset.done || event.submitter?.hasAttribute('formaction')) return;
    event.preventDefault();
    event.submitter?.setAttribute('aria-busy', 'true');
    await done;
    box.dataset.done ||= 'no';
    event.submitter?.removeAttribute('aria-busy');
    form.requestSubmit(event.submitter);
  });
}

function countDown(seconds, say) {
  say(seconds > 0 ? `购买的人较多，请 ${seconds} 秒后再提交` : '可以提交了');
  if (seconds > 0) setTimeout(countDown, 1000, seconds - 1, say);
}

async function solved({ dataset }) {
  const answer = await fetch(dataset.challenge);
  const challenge = await answer.json();
  const count = Math.max(1, Math.min(4, (navigator.hardwareConcurrency ?? 2) - 1));
  const workers = Array.from({ length: count }, () => new Worker(dataset.worker));
  try {
    const solution = await Promise.any(
      workers.map((worker, counterStart) =>
        solve(worker, { challenge, counterStart, counterStep: count }),
      ),
    );
    return btoa(JSON.stringify({ challenge, solution }));
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

const solve = (worker, task) =>
  new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }) => (data && !data.error ? resolve(data) : reject(data));
    worker.postMessage({ type: 'work', timeout: 60_000, ...task });
  });
