/** Full-width ASCII to plain ASCII, except the punctuation Chinese text is set in; ideographic space to space. */
export function foldWidth(text: string): string {
  return text.replace(/[\u3000\uff01-\uff5e]/g, (char) => {
    if (char === '\u3000') return ' ';
    if (KEPT.has(char)) return char;
    return String.fromCharCode(char.charCodeAt(0) - 0xfee0);
  });
}

const KEPT = new Set('，：；（）！？');
