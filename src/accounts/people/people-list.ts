import type { Db } from '../../platform/db.ts';
import { maskEmail, maskMobile, maskName } from '../../platform/mask.ts';
import { isOperator, type Role } from '../permissions.ts';
import { openContact, openName } from '../signed-in.ts';
import type { UserRow } from '../tables.ts';

const PAGE = 50;

export interface Person {
  id: number;
  user_no: string;
  /** In full for people who work here, masked for customers. */
  name: string;
  email_masked: string | null;
  mobile_masked: string | null;
  roles: Role[];
  disabled_at: Date | null;
  signed_in_at: Date | null;
  created_at: Date;
  has_password: boolean;
}

export interface PeopleWanted {
  role: Role | null;
  /** Only people with a smaller id: the page after this one. */
  before: number | null;
}

/** One page of people, the newest first, and where the next one begins. */
export async function listPeople(
  db: Db,
  wanted: PeopleWanted,
): Promise<{ people: Person[]; next: number | null }> {
  const query = db('users')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (wanted.before) query.where('id', '<', wanted.before);
  const { role } = wanted;
  if (role) query.whereIn('id', db('user_roles').where({ role }).select('user_id'));
  const rows = await query;
  const shown = rows.slice(0, PAGE);
  const next = rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null;
  return { people: await withRoles(db, shown), next };
}

/** One person by public number. */
export async function personNumbered(db: Db, userNo: string): Promise<Person | undefined> {
  const row = await db('users').where({ user_no: userNo }).first();
  return row && (await withRoles(db, [row]))[0];
}

/** Adds the roles of all rows by one query. */
async function withRoles(db: Db, rows: UserRow[]): Promise<Person[]> {
  const held = await db('user_roles').whereIn(
    'user_id',
    rows.map((row) => row.id),
  );
  return rows.map((row) =>
    personOf(
      row,
      held.filter((one) => one.user_id === row.id).map((one) => one.role),
    ),
  );
}

function personOf(row: UserRow, roles: Role[]): Person {
  const { id, user_no, disabled_at, signed_in_at, created_at } = row;
  const { email, mobile } = openContact(row);
  const name = openName(row);
  return {
    id,
    user_no,
    name: isOperator(roles) ? name : maskName(name),
    email_masked: email && maskEmail(email),
    mobile_masked: mobile && maskMobile(mobile),
    roles,
    disabled_at,
    signed_in_at,
    created_at,
    has_password: row.password_hash !== null,
  };
}
