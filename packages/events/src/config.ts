/** The database server of a test run; `npm test` starts one. */
export const testDatabase = (): { socketPath: string; user: string; password: string } =>
  fromTestRun('BULWARK_TEST_DATABASE');

/** The broker of a test run: its administrator's login, and where its process is recorded. */
export const testBroker = (): {
  login: { brokers: string[]; user: string; password: string };
  record: string;
} => fromTestRun('BULWARK_TEST_KAFKA');

const fromTestRun = (name: string) => {
  const text = process.env[name];
  if (!text) throw new Error(`${name} is missing: run the tests by npm test`);
  return JSON.parse(text);
};
