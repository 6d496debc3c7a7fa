import type { Knex } from 'knex';
import { blindIndex, seal } from '../src/platform/seal.ts';

const TABLE: string = 'bureau_tasks';

interface Row {
  id: number;
  task_no: string;
  subject: string;
  closed_words: string | null;
}

/** A bureau's words may hold anything: what the list shows of a task, and how it was settled, are sealed as its body is. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_tasks', (table) => {
    table.text('subject_sealed').nullable();
    table.string('subject_index', 64).nullable().index();
    table.string('head_index', 64).nullable().index();
    table.text('closed_words_sealed').nullable();
  });
  for (let after = 0; ; ) {
    const rows: Row[] = await knex<Row>(TABLE).where('id', '>', after).orderBy('id').limit(500);
    for (const row of rows) {
      await knex(TABLE).where({ id: row.id }).update(sealed(row));
      after = row.id;
    }
    if (rows.length === 0) break;
  }
  await knex.schema.alterTable('bureau_tasks', (table) => {
    table.dropColumns('subject', 'closed_words');
    table.text('subject_sealed').notNullable().alter();
  });
}

function sealed({ task_no, subject, closed_words }: Row) {
  const index = (term = '') => blindIndex(term.trim().toLowerCase(), 'bureau_tasks.subject');
  const [number] = /\p{Script=Han}ICP[备证]\d+号(-\d+[A-Z]?)?/u.exec(subject) ?? [];
  const head = number ? number.replace(/-\d+[A-Z]?$/, '') : subject.split(/[\s，]/)[0];
  return {
    subject_sealed: seal(subject, `bureau_tasks.subject:${task_no}`),
    subject_index: index(number ?? subject),
    head_index: index(head),
    closed_words_sealed:
      closed_words === null ? null : seal(closed_words, `bureau_tasks.closed_words:${task_no}`),
  };
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_tasks', (table) => {
    table.string('subject', 255).notNullable().defaultTo('');
    table.string('closed_words', 300).nullable();
    table.dropIndex(['subject_index']);
    table.dropIndex(['head_index']);
    table.dropColumns('subject_sealed', 'subject_index', 'head_index', 'closed_words_sealed');
  });
}
