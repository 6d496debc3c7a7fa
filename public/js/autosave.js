// <form id data-autosave="/url"> holding partials/save-state: posted at most 3 s after typing, and when the page is left. Body: the form,
// its `version`, and `tab`. Answers: 200 { version, saved_at, others: [path] changed elsewhere } · 409 { version, conflict: [{ path, label, message }] } · 401.
import { sendDraft, takeUp, tell, untell } from './send-draft.js';

const PAUSE_MS = 1500;
const RETRY_MS = 5000;

export function meet(form) {
  const part = (name) => form.querySelector(`[data-save-${name}]`);
  const offer = part('conflict'); // moves to the field it is about
  const at = { dirty: false, busy: false, stuck: null, timer: 0, both: null };
  const say = (text, level = '') => {
    part('state').textContent = text;
    part('state').dataset.level = level;
    offer.hidden = at.stuck !== 409;
    part('signin').hidden = at.stuck !== 401;
  };
  const soon = (wait) => {
    at.timer ||= setTimeout(save, wait);
  };

  const hold = ({ conflict, version }) => {
    at.both = { paths: conflict.map(({ path }) => path), version };
    tell(form, conflict, offer);
  };

  async function save() {
    clearTimeout(at.timer);
    at.timer = 0;
    if (!at.dirty || (at.busy && !document.hidden)) return;
    Object.assign(at, { dirty: false, busy: true });
    const { status, told, sent } = await sendDraft(form);
    const shown = status === 200 ? await takeUp(form, told.others ?? [], sent) : '';
    at.busy = false;
    if (told?.conflict) hold(told);
    const closed = status === 409 && told?.error?.message; // sent off meanwhile, for good
    at.stuck = status === 200 ? null : closed || status;
    if (at.stuck === null) {
      // 'typed' keeps its old version: the next save, which is due, hears of the conflict in words.
      if (shown === 'shown') form.elements.version.value = told.version;
      say(`已保存 ${told.saved_at}`);
      if (at.dirty) soon(PAUSE_MS);
      return;
    }
    at.dirty = true;
    const kept = status ? '还没有保存，内容仍在本页' : '网络不通，恢复后会自动保存';
    say(closed || kept, 'error');
    if (status === 0 || status >= 429) soon(RETRY_MS);
  }

  const leave = () => at.stuck !== 409 && save();
  for (const event of ['pagehide', 'online', 'focus']) window.addEventListener(event, leave);
  // The draft is newer than the page (readings.js).
  form.addEventListener('news', () => Object.assign(at, { dirty: true }) && leave());
  form.addEventListener('input', () => {
    at.dirty = true;
    if (at.stuck === null || at.stuck === 0) soon(PAUSE_MS);
  });
  // Only what both changed is taken from here; the save after it hears what else the other window did.
  part('mine').addEventListener('click', async () => {
    const { status, told } = await sendDraft(form, at.both);
    if (told?.conflict) hold(told); // changed there once more meanwhile
    if (status !== 200) return say('还没有保存，请再点一次“仍用我的”', 'error');
    untell(at.both.paths);
    at.stuck = null;
    await save();
  });
  form.addEventListener('submit', () => Object.assign(at, { dirty: false })); // it carries all itself
  window.addEventListener('beforeunload', (event) => {
    if (at.dirty && at.stuck !== null) event.preventDefault();
  });
}
