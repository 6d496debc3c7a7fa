// <fieldset data-upload="/url" data-purpose data-name data-max-mb>: each picture goes up at once, with a preview and a progress bar.
// Answer: 201 { no, quality?: { problems: [{ message }] } }, or { error: { message } } which stands under the field.
import { refusal, sendPicture } from './send-picture.js';

export function meet(box) {
  if (!box.dataset.upload) return;
  for (const input of box.querySelectorAll('input[type="file"]')) {
    input.addEventListener('change', async () => {
      for (const file of [...input.files]) await hand(box, input, file);
    });
    const zone = input.closest('.drop-zone');
    zone.addEventListener('dragover', () => zone.classList.add('is-over'));
    for (const end of ['dragleave', 'drop'])
      zone.addEventListener(end, () => zone.classList.remove('is-over'));
  }
  box.addEventListener('click', (event) => {
    if (!event.target.closest('[data-remove]')) return;
    event.preventDefault();
    event.target.closest('[data-document]').remove();
    box.dispatchEvent(new Event('input', { bubbles: true })); // autosave listens
  });
}

async function hand(box, input, file) {
  const refused = refusal(file, Number(box.dataset.maxMb));
  if (refused) return say(box, refused, 'error');
  say(box, '正在上传…', '');
  box.classList.add('is-sending');
  const { status, answer } = await sendPicture(box, file, (share) => {
    box.querySelector('[data-progress]').value = share;
  });
  box.classList.remove('is-sending');
  const failed = answer?.error?.message ?? '没有传上去，请检查网络后重新选择';
  if (status !== 201) return say(box, failed, 'error');
  input.value = ''; // its picture is in; it must not go again with the form
  show(box, file, answer.no);
  const problems = (answer.quality?.problems ?? []).map(({ message }) => message).join('；');
  say(box, problems || '已上传', problems ? 'warn' : 'ok');
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

function show(box, file, no) {
  const list = box.querySelector('[data-pictures]');
  const model = box.querySelector('template[data-picture]').content.firstElementChild;
  const figure = model.cloneNode(true);
  figure.querySelector('input').value = no;
  figure.querySelector('button').value += no;
  figure.querySelector('img').src = URL.createObjectURL(file);
  figure.querySelector('a').href = `/documents/${no}/view`;
  if (!('multiple' in box.dataset)) list.replaceChildren();
  list.append(figure);
}

function say(box, text, level) {
  const place = box.querySelector('.field-message');
  place.textContent = text;
  place.dataset.level = level;
  box.classList.toggle('has-error', level === 'error');
}
