import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRefusal, refusal } from '@bulwark/tenancy';

/** The folder of this clone. */
export const clone = dirname(dirname(fileURLToPath(import.meta.url)));

const port = (name: string, fallback: number): number => {
  const text = process.env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw refusal(`${name}=${text} is no port. Give a number from 1 to 65535.`);
};

/** The home that BULWARK_HOME names; null lets the start choose. */
export const chosenHome = (): string | null => process.env.BULWARK_HOME || null;

export const readPorts = () => ({
  httpsPort: port('BULWARK_HTTPS_PORT', 8443),
  httpPort: port('BULWARK_HTTP_PORT', 8080),
});

/** Prints a line; a reader that went away is no reason to stop. */
export const say = (line: string): void => {
  console.log(line);
};

/** Runs a script's main task: refusals are printed as they are, faults with their stack. */
export const runScript = async (task: () => Promise<void>): Promise<void> => {
  process.stdout.on('error', () => undefined);
  try {
    await task();
  } catch (error) {
    console.error(isRefusal(error) ? error.message : error);
    process.exitCode = 1;
  }
};
