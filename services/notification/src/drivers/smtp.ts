import { createTransport } from 'nodemailer';
import type { Driver } from '../types/mail.ts';

/** `ca` is the PEM of the authority of the server's certificate; without it, the public ones hold. */
export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  readonly ca?: string | undefined;
};

const TLS_FROM_THE_START = 465;
const PATIENCE_MS = 10_000;

/** Hands mails to an SMTP server, over TLS alone: one that offers none, or somebody else's certificate, gets nothing. */
export const createSmtpDriver = ({ host, port, ca }: SmtpServer): Driver => {
  const transport = createTransport({
    host,
    port,
    secure: port === TLS_FROM_THE_START,
    requireTLS: true,
    tls: { minVersion: 'TLSv1.2', ...(ca ? { ca } : {}) },
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      await transport.sendMail({ ...mail });
    },
  };
};
