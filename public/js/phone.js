// <form data-send data-upload data-purpose> of a place: the picture one takes goes up at once; then the page shows what is next.
import { refusal, sendPicture } from './send-picture.js';

export function meet(form) {
  const input = form.querySelector('input[type="file"]');
  const place = form.closest('[data-place]');
  const bar = place.querySelector('progress');
  const say = (text, level = '') => {
    const message = place.querySelector('.field-message');
    message.textContent = text;
    message.dataset.level = level;
  };
  input.addEventListener('change', async () => {
    const [file] = input.files;
    if (!file) return;
    const refused = refusal(file, 20);
    if (refused) return say(refused, 'error');
    say('正在上传…');
    bar.hidden = false;
    const { status, answer } = await sendPicture(form, file, (share) => {
      bar.value = share;
    });
    if (status === 201) {
      location.href = `${form.action}?done=${form.dataset.purpose}&at=${Date.now()}#next`;
      return;
    }
    bar.hidden = true;
    input.value = '';
    say(answer?.error?.message ?? '没有传上去，请检查网络后再试', 'error');
  });
}
