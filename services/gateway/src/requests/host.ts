import type { ProblemCode } from '../problem.ts';

type Asked = {
  readonly host: string | undefined;
  /** The name in the TLS handshake; null on the port without TLS. */
  readonly serverName: string | null;
  /** The port that browsers use. */
  readonly port: number;
};

const authority = /^([a-z0-9.-]{1,253})(?::(\d{1,5}))?$/i;

/** The host name in lower case. A name that the handshake did not name, or another port, is not ours to answer. */
export const readHost = ({
  host,
  serverName,
  port,
}: Asked): { readonly name: string } | { readonly refused: ProblemCode } => {
  if (host === undefined || host === '') return { refused: 'host_invalid' };
  const [, written, writtenPort] = authority.exec(host) ?? [];
  const name = written?.toLowerCase();
  if (name === undefined) return { refused: 'misdirected_request' };
  if (writtenPort !== undefined && Number(writtenPort) !== port)
    return { refused: 'misdirected_request' };
  if (serverName !== null && serverName.toLowerCase() !== name)
    return { refused: 'misdirected_request' };
  return { name };
};
