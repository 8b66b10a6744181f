import type { Sql } from '@bulwark/db';
import { problem, type Sender } from '@bulwark/http';
import { rightsOf } from './repository.ts';

/** Looks at the right again inside the transaction, at the tables themselves: a token may be seconds old. @throws Problem */
export const lookAgain = async (
  sql: Sql,
  { claims }: Sender,
  page: string,
  action: string,
): Promise<void> => {
  const { rights } = await rightsOf(sql, claims.sub ?? '');
  if (rights[page]?.includes(action)) return;
  throw problem('forbidden', 'Your rights have changed meanwhile: reload the page.');
};
export type LookAgain = typeof lookAgain;
