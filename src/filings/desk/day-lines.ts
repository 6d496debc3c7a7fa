const DAY = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/;
const MOST_DAYS = 40;

/**
 * Reads the days of one year as an announcement writes them: `2027-01-01`, `1月1日`, `2月5日至11日`, any number of
 * them, apart by spaces, commas or lines. Gives them in order as 'YYYY-MM-DD'; `faults` names what cannot be read.
 */
export function readDays(text: string, year: number): { days: string[]; faults: string[] } {
  const days = new Set<string>();
  const faults: string[] = [];
  const words = text.normalize('NFKC').replace(/\([^)]*\)/g, '');
  for (const word of words.split(/[\s,、;。]+/).filter((part) => part !== '')) {
    const read = readSpan(word, year);
    if (typeof read === 'string') faults.push(`“${word.slice(0, 30)}”${read}`);
    else for (const day of read) days.add(day);
  }
  return { days: [...days].sort(), faults };
}

function readSpan(word: string, year: number): string[] | string {
  const [first = '', last = first, ...more] = word.split(/[至~—–]|(?<=日)-/);
  const from = dateOf(first, year);
  const month = /(\d{1,2})[-/.月]\d{1,2}日?$/.exec(first)?.[1] ?? '';
  const to = dateOf(/^\d{1,2}日?$/.test(last) ? `${month}月${last}` : last, year);
  if (more.length > 0 || from === undefined || to === undefined)
    return '不是日期，请写成 2027-01-01 或 1月1日';
  if (!from.startsWith(`${year}-`) || !to.startsWith(`${year}-`)) return `不在 ${year} 年`;
  const length = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  if (length < 1 || length > MOST_DAYS) return '的起止不对';
  return Array.from({ length }, (_, at) =>
    new Date(Date.parse(from) + at * 86_400_000).toISOString().slice(0, 10),
  );
}

/** undefined for what is no day of the calendar, such as 2月30日. */
function dateOf(text: string, year: number): string | undefined {
  const [, own, month = '', day = ''] = DAY.exec(text) ?? [];
  if (month === '') return undefined;
  const date = `${own ?? year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : undefined;
}
