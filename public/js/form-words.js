/** What a form would send, but for its pictures: those go up on their own. */
export function wordsOf(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === 'string');
}
