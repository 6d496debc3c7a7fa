// <form data-confirm="…" data-confirm-label="删除" data-confirm-tone="danger" data-confirm-word="1240">, or the same on a submit button.
const dialog = document.getElementById('confirm');
const agreed = new WeakSet();

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target;
    const asker = event.submitter?.dataset.confirm ? event.submitter : form;
    if (!asker.dataset.confirm || !dialog || agreed.delete(form)) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    ask(asker.dataset, () => {
      agreed.add(form);
      form.requestSubmit(submitter);
    });
  },
  true,
);

/** Shows the question; `then` runs when the answer is yes. */
function ask({ confirm, confirmLabel, confirmTone, confirmWord }, then) {
  const [yes] = dialog.querySelectorAll('button');
  const input = dialog.querySelector('input');
  dialog.querySelector('.dialog-text').textContent = confirm;
  yes.textContent = confirmLabel ?? '确定';
  yes.className = `button ${confirmTone === 'danger' ? 'button-danger' : 'button-main'}`;
  input.closest('p').hidden = !confirmWord;
  dialog.querySelector('[data-word]').textContent = confirmWord ?? '';
  input.value = '';
  yes.disabled = Boolean(confirmWord);
  input.oninput = () => {
    yes.disabled = input.value.trim() !== confirmWord;
  };
  dialog.returnValue = '';
  dialog.onclose = () => {
    if (dialog.returnValue === 'yes') then();
  };
  dialog.showModal();
}
