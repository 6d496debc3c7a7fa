const MOST_NAMED = 4;

interface Done {
  /** Pictures that came with the form, without scripts. */
  added: number;
  /** Domains that were taken out of whole addresses. */
  taken: readonly string[];
  /** What the page that was left still lacks, by name. */
  missing: readonly string[];
  /** What the page that was left is called. */
  page: string;
}

/** What the next page says of what was just saved; '' when it went without saying. */
export function savedWords({ added, taken, missing, page }: Done): string {
  const named = missing.slice(0, MOST_NAMED).join('、');
  const more = missing.length > MOST_NAMED ? '等' : '';
  return [
    ...(added > 0 ? [`已收到 ${added} 张图片，正在识别`] : []),
    ...(taken.length > 0 ? [`已取网址中的域名：${taken.join('、')}`] : []),
    ...(missing.length > 0
      ? [`已存为草稿。“${page}”还有 ${missing.length} 项必填没有填：${named}${more}，提交前请补上`]
      : []),
  ].join('。');
}
