import { type Bench, type Finding, finding } from './checks/finding.ts';
import { has, UNFILED_RESULTS } from './data/tables.ts';
import type { RecordResult } from './emit/results.ts';
import { child, children, type Node, text } from './xml.ts';

/**
 * Answers to the bureau's own tasks. HSJG is taken in without a word; WBACLJG is held against the
 * unfiled sites that were sent: 5005 not one of yours, 5006 answered already, 5007 no such result.
 */
export function takeReplies(bench: Bench, icp: Node | undefined): RecordResult[] {
  return children(child(icp, 'WBACLJG'), 'Clxx').flatMap((item) => {
    const domain = text(item, 'Ym');
    const findings = checkReply(bench, domain, text(item, 'Cljg'));
    // The list of operation types has none for this; the first stands in, and Bs names the domain.
    return findings.length ? [{ findings, czlx: 1, mark: domain }] : [];
  });
}

function checkReply({ world, account }: Bench, domain: string, result: string): Finding[] {
  if (!has(UNFILED_RESULTS, result)) return [finding(5007, result)];
  const sent = world.state.unfiled.filter(
    (one) => one.domain === domain && one.isp_id === account.isp_id,
  );
  const open = sent.find((one) => !one.handled);
  if (!sent.length) return [finding(5005, domain)];
  if (!open) return [finding(5006, domain)];
  open.handled = true;
  return [];
}
