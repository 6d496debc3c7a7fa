import sanitize from 'sanitize-html';

/** Letters of one description: more is a document, not a description. */
export const MOST_DESCRIPTION = 20_000;

/**
 * What an operator types, as HTML that any page may show. Plain text with a few marks (## heading, - list, **bold**,
 * [words](https://…)) and not an editor: the marks work without scripts, on a phone, and two versions of a text can be
 * compared. What begins with a tag is taken as HTML, as descriptions come from other shops.
 */
export function descriptionHtml(text: string): string {
  const typed = text.trim().slice(0, MOST_DESCRIPTION);
  return clean(typed.startsWith('<') ? typed : blocksOf(typed));
}

/** By an allow list: no attribute but a link's address; the page's own headings stay above those of a description. */
const clean = (html: string) =>
  sanitize(html, {
    allowedTags: [
      ...['p', 'br', 'h3', 'h4', 'strong', 'b', 'em', 'i', 'u', 's', 'code', 'pre', 'blockquote'],
      ...['hr', 'ul', 'ol', 'li', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ],
    allowedAttributes: { a: ['href', 'rel'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: {
      h1: 'h3',
      h2: 'h3',
      h5: 'h4',
      h6: 'h4',
      a: sanitize.simpleTransform('a', { rel: 'nofollow noopener' }),
    },
  }).trim();

const BLOCK = /^(?:(#{1,4})\s+|([-*])\s+|(\d{1,3})(?:、|\.(?!\d))\s*|(>)\s?)/;
type Kind = 'p' | 'h3' | 'h4' | 'ul' | 'ol' | 'blockquote' | 'hr';

interface Block {
  kind: Kind;
  lines: string[];
}

/** Line by line; lines of one kind that follow each other are one block. */
function blocksOf(text: string): string {
  const blocks: Block[] = [];
  let isOpen = false;
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '') {
      isOpen = false;
      continue;
    }
    const kind = kindOf(line);
    const words = kind === 'hr' ? '' : line.replace(kind === 'p' ? '' : BLOCK, '');
    const last = blocks.at(-1);
    const goesOn =
      kind === 'ul' || kind === 'ol' || (isOpen && (kind === 'p' || kind === 'blockquote'));
    if (goesOn && last?.kind === kind) last.lines.push(words);
    else blocks.push({ kind, lines: [words] });
    isOpen = true;
  }
  return blocks.map(htmlOf).join('\n');
}

function kindOf(line: string): Kind {
  if (/^(-{3,}|\*{3,})$/.test(line)) return 'hr';
  const [, heading, bullet, number, quote] = BLOCK.exec(line) ?? [];
  if (heading) return heading.length > 2 ? 'h4' : 'h3';
  if (bullet) return 'ul';
  if (number) return 'ol';
  return quote ? 'blockquote' : 'p';
}

function htmlOf({ kind, lines }: Block): string {
  if (kind === 'hr') return '<hr>';
  if (kind === 'ul' || kind === 'ol')
    return `<${kind}>${lines.map((line) => `<li>${inline(line)}</li>`).join('')}</${kind}>`;
  return `<${kind}>${lines.map(inline).join('<br>')}</${kind}>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? '');

/** Marks of one line; each mark ends on its line and holds no other of its kind, so one pass finds all. */
const MARK =
  /\*\*([^*\n]{1,500})\*\*|`([^`\n]{1,200})`|\[([^\]\n]{1,200})\]\(((?:https?:\/\/|mailto:)[^\s)]{1,500})\)|(https?:\/\/[^\s<>"'，。；、）)]{3,500})/g;

function inline(line: string): string {
  let html = '';
  let at = 0;
  for (const match of line.matchAll(MARK)) {
    const [whole, bold, code, words, address, bare] = match;
    html += escaped(line.slice(at, match.index));
    if (bold !== undefined) html += `<strong>${escaped(bold)}</strong>`;
    else if (code !== undefined) html += `<code>${escaped(code)}</code>`;
    else html += `<a href="${escaped(address ?? bare ?? '')}">${escaped(words ?? bare ?? '')}</a>`;
    at = match.index + whole.length;
  }
  return html + escaped(line.slice(at));
}
