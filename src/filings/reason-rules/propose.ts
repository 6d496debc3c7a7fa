import { findPattern } from '../reasons/find-pattern.ts';
import { parsePattern, plainText } from '../reasons/pattern.ts';
import { PLACES, placeInWords } from './places.ts';

/** Words that any sentence may have: what stands between them tells one sentence from another. */
const COMMON =
  /[，,。；;：:、！!？?“”"'（）()《》【】×~|…\s]+|请您?|您的?|贵单位|该|此|这|那|其|与|和|及|或|的|了|是|在|应当?|须|需要?|为|已经?|被|把|将|对|并|后|再次|重新|提交|核实|修改|\d+/g;
const MOST_WORDS = 3;

/** A pattern for a sentence that no rule knows, of its longest words in their order; it finds that sentence. */
export function proposePattern(sentence: string): string {
  const pieces = sentence.split(COMMON).filter((piece) => piece.length > 1);
  const chosen = new Set(
    [...pieces].sort((one, other) => other.length - one.length).slice(0, MOST_WORDS),
  );
  const inOrder = pieces.filter((piece) => chosen.delete(piece)).map((piece) => piece.slice(0, 12));
  const tries = [inOrder, inOrder.slice(0, 2), inOrder.slice(0, 1)].map((all) => all.join('~'));
  return tries.find((pattern) => finds(pattern, sentence)) ?? '';
}

function finds(pattern: string, sentence: string): boolean {
  const parsed = parsePattern(pattern);
  return parsed.ok && findPattern(parsed.pattern, plainText(sentence)) !== undefined;
}

const HINTS: readonly (readonly [word: RegExp, paths: readonly string[]])[] = [
  [/手机|电话号|号码归属/, ['entity.leader.mobile', 'services.{service}.leader.mobile']],
  [/邮箱|邮件/, ['entity.leader.email', 'services.{service}.leader.email']],
  [/办公电话|座机/, ['entity.leader.office_phone', 'services.{service}.leader.office_phone']],
  [/域名/, ['services.{service}.domains.{domain}']],
  [/网站名称/, ['services.{service}.name']],
  [/首页|网址|URL/i, ['services.{service}.home_url']],
  [/\bIP\b|接入/i, ['services.{service}.access.ips.{ip}.first']],
  [/负责人照片|核验照|幕布/, ['materials.service_{service}_leader_photo']],
  [/营业执照|执照/, ['materials.entity_licence']],
];

/** Where a sentence may lie: at what it names, else at the filing as a whole. */
export function proposePlaces(sentence: string): string[] {
  const hinted = HINTS.find(([word]) => word.test(sentence))?.[1];
  if (hinted) return [...hinted];
  const named = PLACES.filter((path) => {
    const label = placeInWords(path);
    return label.length > 2 && !label.endsWith('整体') && sentence.includes(label);
  });
  return named.length > 0 ? named.slice(0, 3) : [''];
}
