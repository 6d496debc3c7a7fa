import type { FilingForm } from '../forms.ts';

/** What a description names besides its text: a website, and the value found wrong. */
export interface Detail {
  site?: string;
  data?: string;
}

const PAIR =
  /网站名称[：:]\s*(.*?)[，,]?\s*错误数据[：:]\s*(.*?)(?=[；;。，,\s]*(?:网站名称[：:]|$))/gs;
const SITE = /网站名称[：:]\s*(.*?)[；;。，,\s]*$/s;
const DATA = /错误数据[：:]\s*(.*?)[；;。，,\s]*$/s;
const BLACKLIST = /[“"”]([^“”"]+)[“"”]网站的[“"”]([^“”"]+?)(?:域名)?[“"”]/;

/** What a bureau appends stands within so many letters; these patterns are not made for more, nor for runs of blanks. */
const MOST_CHARS = 4000;

/** Reads `…网站名称：X，错误数据：Y`, once or several times, as bureaus append it to the official text. */
export function detailsOf(said: string): Detail[] {
  const description = said.slice(0, MOST_CHARS).replace(/\s+/g, ' ');
  const pairs = [...description.matchAll(PAIR)].map(([, site = '', data = '']) => ({
    site: bare(site),
    data: bare(data),
  }));
  if (pairs.length > 0) return pairs;
  const blocked = BLACKLIST.exec(description);
  if (blocked) return [{ site: bare(blocked[1] ?? ''), data: bare(blocked[2] ?? '') }];
  const site = SITE.exec(description)?.[1];
  const data = DATA.exec(description)?.[1];
  if (site === undefined && data === undefined) return [];
  return [{ ...(site ? { site: bare(site) } : {}), ...(data ? { data: bare(data) } : {}) }];
}

/** The websites of the form with this name; none when no name is given or nobody bears it. */
export function servicesNamed(name: string | undefined, form: FilingForm): number[] {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '');
  const wanted = plain(name ?? '');
  if (wanted === '') return [];
  return [...form.services.keys()].filter(
    (index) => plain(form.services[index]?.name ?? '') === wanted,
  );
}

function bare(text: string): string {
  return text
    .trim()
    .replace(/^[<《“"「]+|[>》”"」]+$/g, '')
    .trim();
}
