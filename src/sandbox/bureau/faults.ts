import type { World } from './world.ts';

/**
 * What can go wrong on demand. `lost_after` destroys the connection once the call has taken effect,
 * `lost_before` without any effect; `duplicate` delivers the last acknowledged file once more;
 * `unknown_elements` puts elements the schema does not know into the next file that is written.
 */
export const FAULTS = {
  lost_after: '受理后应答丢失',
  lost_before: '受理前断开',
  slow: '应答缓慢',
  garbage: '应答乱码',
  http_500: 'HTTP 500',
  soap_fault: 'SOAP Fault',
  truncated: '应答截断',
  wrong_hash: '下载哈希错误',
  msg_code: '指定返回码',
  duplicate: '重复下发',
  shuffled: '先下发最新的文件',
  unknown_elements: '下发未知标签',
  data_code: '下一条记录只按指定代码答复',
  file_code: '下一个文件整个按指定代码退回',
} as const;

export type FaultKind = keyof typeof FAULTS;

export interface Fault {
  kind: FaultKind;
  /** A method name, or `*`. */
  method: string;
  /** How many calls it hits, after letting `skip` calls pass. */
  times: number;
  skip: number;
  ms: number;
  code: number;
}

/** Takes the faults that hit this call now, counting them down. The caller commits. */
export function takeFaults(world: World, method: string, kinds: FaultKind[]): Fault[] {
  const { state } = world;
  const hit = state.faults.filter(
    (fault) => kinds.includes(fault.kind) && (fault.method === '*' || fault.method === method),
  );
  const now = hit.filter((fault) => fault.skip === 0);
  for (const fault of hit) {
    if (fault.skip > 0) fault.skip -= 1;
    else fault.times -= 1;
  }
  state.faults = state.faults.filter((fault) => fault.times > 0);
  return now.map((fault) => ({ ...fault }));
}
