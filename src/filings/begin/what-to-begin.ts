import { serviceByDomain } from '../../bureau/index.ts';
import { type Db, db } from '../../platform/db.ts';
import { ownerOf } from '../entities/owners.ts';
import type { FilingForm } from '../forms.ts';
import { tidyForm } from '../rules/index.ts';
import { entityIndex } from '../steps/submit-filing.ts';
import type { Decision, Facts, Obstacle } from './decide-kind.ts';
import { settleAdding } from './settle-request.ts';

/** An obstacle with the filed entity of the customer's own that leads past it, if there is one. */
export interface ShownObstacle extends Obstacle {
  entity_no: string | null;
}

export interface WhatToBegin {
  form: FilingForm;
  decision: Decision;
  obstacles: ShownObstacle[];
  /** The filed entity, when it is the customer's own: its data need not be typed again. */
  own_entity_no: string | null;
  /** A request for this certificate that is under way; its number only when it is the customer's own. */
  under_way: { filing_no: string | null } | null;
}

/** What a form with this certificate and these domains is to become, for this customer: nothing of others is told. */
export async function whatToBegin(
  customer: { id: number },
  typed: FilingForm,
): Promise<WhatToBegin> {
  const { form, decision, facts } = await settleAdding(typed);
  const { no } = form.request.entity;
  return {
    ...{ form, decision },
    obstacles: await Promise.all(
      decision.obstacles.map(async (one) => ({
        ...one,
        entity_no: await ownEntityOf(db, customer, domainAt(facts, one)),
      })),
    ),
    own_entity_no: no !== '' && (await ownerOf(db, no)) === customer.id ? no : null,
    under_way: await underWay(db, customer, form),
  };
}

function domainAt({ services }: Facts, { service, domain }: Obstacle): string {
  return services[service]?.find(({ row }) => row === domain)?.domain ?? '';
}

async function ownEntityOf(
  db: Db,
  customer: { id: number },
  domain: string,
): Promise<string | null> {
  const found = domain ? await serviceByDomain(db, domain) : undefined;
  const entity_no = found?.is_live ? found.entity_no : null;
  return entity_no && (await ownerOf(db, entity_no)) === customer.id ? entity_no : null;
}

async function underWay(db: Db, customer: { id: number }, form: FilingForm) {
  const tidy = tidyForm(form);
  if (tidy.entity.id_number === '') return null;
  const row = await db('filings')
    .where({ open_entity_index: entityIndex(tidy) })
    .first('filing_no', 'customer_id');
  return row ? { filing_no: row.customer_id === customer.id ? row.filing_no : null } : null;
}
