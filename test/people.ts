/** A person of that role with a session of his own; the cookie is a `name=value` line for a browser. */
export async function personWithSession(
  role: string,
): Promise<{ user_id: number; user_no: string; email: string; cookie: string }> {
  const { createUser, openSession, ROLES } = await import('../src/accounts/index.ts');
  const { inTransaction } = await import('../src/platform/db.ts');
  const { publicNo } = await import('../src/platform/ids.ts');
  const isRole = (word: string): word is keyof typeof ROLES => Object.hasOwn(ROLES, word);
  if (!isRole(role)) throw new Error(`there is no role ${role}`);
  const email = `${publicNo(role).toLowerCase()}@example.com`;
  return inTransaction(async (trx) => {
    const user = { name: `测试${ROLES[role]}`, email, roles: [role] };
    const { id, user_no } = await createUser(trx, user);
    const source = { ip: '127.0.0.1', secure: false, headers: { 'user-agent': 'Test' } };
    const { name, value } = await openSession(trx, id, source);
    return { user_id: id, user_no, email, cookie: `${name}=${value}` };
  });
}
