import { refusal } from './refusal.ts';

/** The database server of a test run; `npm test` starts one. */
export const testDatabase = (): {
  readonly socketPath: string;
  readonly user: string;
  readonly password: string;
} => {
  const text = process.env.BULWARK_TEST_DATABASE;
  if (!text) throw refusal('Tests need a database server: run them by npm test.');
  return JSON.parse(text);
};
