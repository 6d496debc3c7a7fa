import type { Decision, Facts } from '../begin/decide-kind.ts';
import { KIND_WORDS } from '../kinds/names.ts';

/** Which kind it is and why, in a calm line; and that it may still change, while not all is known. */
export function kindWords({ kind, why, is_sure }: Decision, { services }: Facts): string {
  const words = `按证件和域名判断：${KIND_WORDS[kind]}。`;
  if (services.flat().length === 0) return `${words}填写域名后会再核对一次。`;
  if (is_sure) return `${words}${why}。`;
  return `${words}还在向管局查询，有变化会自动改过来，填过的都保留。`;
}
