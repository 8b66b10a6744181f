type Query = (
  sql: string,
  values?: readonly (string | number | null)[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Whether the first person still has the password that the operator was given. */
export const isFirstLoginPending = async ({
  query,
  schema,
  email,
}: {
  readonly query: Query;
  readonly schema: string;
  readonly email: string;
}): Promise<boolean> => {
  if (!/^[a-z0-9]+_identity$/.test(schema)) throw new Error(`${schema} is no schema of identity`);
  const rows = await query(`SELECT must_change FROM \`${schema}\`.person WHERE email = ?`, [
    email.toLowerCase(),
  ]);
  return Number(rows[0]?.must_change) === 1;
};
