import { redact } from '../../platform/mask.ts';
import type { FilingForm } from '../forms.ts';
import { flatten } from '../paths.ts';

/** More than is kept of a sentence, blanked or not. */
const MOST_CHARS = 4000;
const BLANK = '【×】';
/** Fields in which something of the person or the unit stands. */
const OWN =
  /^(entity|services)\..*(name|id_number|id_address|mailing_address|investor|mobile|office_phone|email|home_url|remark|number)$|\.domains\.\d+$|\.ips\.\d+\.(first|last)$/;
const QUOTED = /((?:网站名称|错误数据)[：:]\s*)[^；;。\n]*?(?=[，,]?\s*错误数据|[；;。\n]|$)/g;
const DOMAIN = /(?<![a-z0-9.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![a-z0-9-])/gi;

/** What a bureau said without what it quotes of the filing, so that the same said of two filings is the same sentence. */
export function withoutOwnData(sentence: string, form: FilingForm): string {
  const values = Object.entries(flatten(form))
    .filter(([path, value]) => OWN.test(path) && value.length > 1)
    .map(([, value]) => value)
    .sort((one, other) => other.length - one.length);
  const blanked = [...new Set(values)].reduce(
    (text, value) => text.replaceAll(value, BLANK),
    sentence.slice(0, MOST_CHARS),
  );
  return redact(blanked.replace(QUOTED, `$1${BLANK}`))
    .replace(DOMAIN, (domain) => (domain.endsWith('.gov.cn') ? domain : BLANK))
    .replace(/\d{5,}/g, BLANK)
    .replaceAll('***', BLANK)
    .trim();
}
