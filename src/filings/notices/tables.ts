import type { Knex } from 'knex';

/** That a filing's customer was told of something the bureau wants done. */
export interface TaskNoticeRow {
  task_no: string;
  filing_no: string;
  told_at: Date;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    filing_task_notices: Knex.CompositeTableType<TaskNoticeRow, TaskNoticeRow, TaskNoticeRow>;
  }
}
