import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { Knex } from 'knex';

const TABLES = ['filing_service_domains', 'bureau_blocks', 'filing_resources'] as const;
const NOT_ASCII = 'domain <> convert(domain using ascii)';

/** Domains are compared in the form of the DNS; how a bureau wrote a filed one is kept beside it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_service_domains', (table) => {
    table.string('written', 255).nullable();
  });
  for (const name of TABLES) {
    const rows: { id: number; domain: string }[] = await knex(name)
      .whereRaw(NOT_ASCII)
      .select('id', 'domain');
    for (const { id, domain } of rows) {
      const plain = domainToASCII(domain) || domain;
      const written = name === 'filing_service_domains' ? { written: domain } : {};
      await knex(name)
        .where({ id })
        .update({ domain: plain, ...written });
      if (name === 'bureau_blocks') await rekey(knex, id, plain);
    }
  }
}

/** A site's line of a list is known by its domain. */
async function rekey(knex: Knex, id: number, domain: string): Promise<void> {
  const block_key = createHash('sha256')
    .update(JSON.stringify([domain]))
    .digest('hex');
  const own = await knex('bureau_blocks').where({ id, list: 'site' }).first('bureau_id');
  if (!own) return;
  const { bureau_id } = own;
  const taken = await knex('bureau_blocks').where({ bureau_id, list: 'site', block_key }).first();
  if (!taken) await knex('bureau_blocks').where({ id }).update({ block_key });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_service_domains', (table) => {
    table.dropColumn('written');
  });
}
