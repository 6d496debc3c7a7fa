import type { Request } from 'express';
import { type Permission, userOf } from '../../accounts/index.ts';
import type { Reviewer } from '../steps/claim-review.ts';

/** A place where filings are decided on: ours, or an agent's before us. */
export interface Desk {
  /** Where its pages lie. */
  place: '/review' | '/agent-filings';
  title: string;
  /** Who sees a filing here, and who takes it and decides. */
  sees: Permission;
  decides: Permission;
}

export const OUR_DESK: Desk = {
  ...{ place: '/review', title: '备案审核' },
  ...({ sees: 'filing.read_all', decides: 'filing.review' } as const),
};

export const AGENTS_DESK: Desk = {
  ...{ place: '/agent-filings', title: '客户的备案' },
  ...({ sees: 'filing.agent', decides: 'filing.agent' } as const),
};

/** Who stands before this desk; what an agent sees and does is bounded by his line. */
export function reviewerAt(desk: Desk, req: Request): Reviewer {
  const { id, actor } = userOf(req);
  return desk === AGENTS_DESK ? { id, actor, line: 'agent_review' } : { id, actor };
}

export function noOf(req: Request): string {
  return String(req.params['filing_no']);
}
