import { spawn } from 'node:child_process';
import { once } from 'node:events';

export type ChildTask = {
  readonly program: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly line: string;
  readonly signal: AbortSignal;
};

/** Runs the child to its end and gives the value that it answered. @throws Error with what it says went wrong */
export const runChild = async ({ program, folder, ...task }: ChildTask): Promise<unknown> => {
  const child = spawn(process.execPath, ['--max-semi-space-size=1', program, folder], {
    env: { ...task.environment },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: task.signal,
    killSignal: 'SIGKILL',
  });
  const said: Record<'out' | 'fault', string> = { out: '', fault: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.fault = `${said.fault}${text}`.slice(-2000);
  });
  // A child that is gone already says why by its end.
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${task.line}\n`);
  const [code] = await once(child, 'close');
  return contentsIn(said, code);
};

const contentsIn = ({ out, fault }: { out: string; fault: string }, code: unknown): unknown => {
  const reply = out.trim() ? JSON.parse(out) : {};
  if (code === 0 && reply.contents) return reply.contents;
  throw new Error(reply.error ?? `the backup's process ended with ${code}: ${fault.trim()}`);
};
