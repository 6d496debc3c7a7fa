import type { Decision } from '../begin/decide-kind.ts';
import { KIND_WORDS } from '../kinds/names.ts';

/** Which kind it is and why, in a calm line; and that it may still change, while not all is known. */
export function kindWords({ kind, why, is_sure }: Decision): string {
  const words = `按证件和域名判断：${KIND_WORDS[kind]}。${why}。`;
  return is_sure ? words : `${words}还有查询没有结果，有变化会自动改过来，填过的都保留。`;
}
