/** 330106199001011234 -> 330***********1234 (3 first, 4 last). Short values show only their ends. */
export function maskNumber(text: string): string {
  if (text.length <= 7) return maskShort(text);
  return text.slice(0, 3) + '*'.repeat(text.length - 7) + text.slice(-4);
}

/** 13800138000 -> 138****8000 */
export const maskMobile = maskNumber;

/** 张三丰 -> 张*丰, 张三 -> 张* */
export function maskName(name: string): string {
  const letters = Array.from(name);
  if (letters.length <= 1) return name ? '*' : '';
  if (letters.length === 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}

/** lihua@example.com -> li***@example.com */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 0) return maskShort(email);
  return `${email.slice(0, Math.min(2, at - 1))}***${email.slice(at)}`;
}

/** An address keeps its first six characters: province and city, not the door. */
export function maskAddress(text: string): string {
  return text.length <= 6 ? maskShort(text) : `${text.slice(0, 6)}****`;
}

/** Text of an error or an answer for the log: without mail addresses, mobile and identity numbers, keys and tokens. */
export function redact(text: string): string {
  return text
    .replace(/[^\s@<>"'(),;:=/]+@[^\s@<>"'(),;:=/]+\.[A-Za-z]{2,}/g, '***@***')
    .replace(/(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g, '***')
    .replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, '***')
    .replace(/(?<![\w-])[\w-]{40,}(?![\w-])/g, '***');
}

function maskShort(text: string): string {
  return text.length <= 2
    ? '*'.repeat(text.length)
    : `${text[0]}${'*'.repeat(text.length - 2)}${text.at(-1)}`;
}
