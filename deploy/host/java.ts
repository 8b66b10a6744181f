import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from '@bulwark/tenancy';
import { launch, placeFile } from './privileged.ts';

/** Where one of the broker's own programs runs. */
export type JavaPlace = {
  readonly folder: string;
  readonly account: Account;
  readonly java: string;
  readonly jars: string;
  readonly logging: string;
};

const small = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'];
export const javaEnv = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' };

/**
 * Runs a class to its end and answers what it printed. Its arguments stand in a file that only its account may read:
 * a command line is seen by everybody on the machine. @throws Error with the output when it fails
 */
export const runJava = async (
  { folder, account, java, jars, logging }: JavaPlace,
  main: string,
  args: readonly string[],
): Promise<string> => {
  const file = join(folder, `task-${randomUUID()}`);
  const all = [
    ...small,
    `-Dlog4j2.configurationFile=${logging}`,
    '-cp',
    `${jars}/*`,
    main,
    ...args,
  ];
  await placeFile(`${file}.args`, all.map(quoted).join('\n'), {
    uid: null,
    gid: account.gid,
    mode: 0o440,
  });
  const output = openSync(`${file}.out`, 'wx', 0o600);
  try {
    const running = launch({
      ...account,
      command: java,
      args: [`@${file}.args`],
      env: javaEnv,
      cwd: folder,
      output,
    });
    const [code] = await once(running, 'close');
    const text = await readFile(`${file}.out`, 'utf8');
    if (code !== 0) throw new Error(`${main} failed:\n${text}`);
    return text;
  } finally {
    closeSync(output);
    await Promise.all([rm(`${file}.args`), rm(`${file}.out`)]);
  }
};

/** An argument as Java's argument files take it. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
