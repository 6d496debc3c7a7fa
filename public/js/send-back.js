/** What a return of <form data-review> still lacks, as the server has it: { words, field? }; undefined when nothing. */
export function lackOf(form) {
  const parts = [...form.querySelectorAll('.send-back')].map(fieldsIn);
  const marked = parts.filter((fields) => fields.some(({ value }) => value.trim()));
  if (marked.length === 0) return { words: '退回时请至少标出一处：在要改的那一项点“退回这一项”' };
  const wordless = marked.find(([why, words]) => why.value === 'own' && !words.value.trim());
  return wordless && { words: '选了“其他”的，请写明要怎么改', field: wordless[1] };
}

/** The reason and the words. */
function fieldsIn(part) {
  return [...part.querySelectorAll('select, input')];
}

/** Tells something at a line, to be taken away by [data-said-here]. */
export function sayAt(line, words) {
  const place = document.createElement('p');
  place.className = 'check-more field-message';
  place.setAttribute('role', 'alert');
  place.dataset.level = 'warn';
  place.dataset.saidHere = '';
  place.textContent = words;
  line.append(place);
}
