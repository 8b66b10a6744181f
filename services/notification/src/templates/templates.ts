import type { Facts, Kind, Text } from '../types/mail.ts';

export type Sender = { readonly company: string; readonly origin: string };

/** The words of a mail. Plain text: nothing in it is loaded from anywhere. */
export const write = (kind: Kind, facts: Facts, { company, origin }: Sender): Text => {
  switch (kind) {
    case 'welcome':
      return {
        subject: `Your access to the ISMS of ${company}`,
        text: letter(facts.name, [
          `${company} has added you to its information security management system.`,
          `Sign in at ${origin} with your address and this password, which works once:`,
          `    ${facts.oneTimePassword}`,
          'You will choose a password of your own and set up an authenticator app.',
        ]),
      };
    case 'reset':
      return {
        subject: 'Your password was reset',
        text: letter(facts.name, [
          `An administrator of ${company} has reset your password. Your sessions have ended.`,
          `Sign in at ${origin} with this password, which works once:`,
          `    ${facts.oneTimePassword}`,
          'Your authenticator app stays as it is. If you did not expect this, tell your administrator.',
        ]),
      };
    case 'reset-link':
      return {
        subject: 'Choose a new password',
        text: letter(facts.name, [
          'Somebody asked for a link to choose a new password for your account.',
          `It works once and for an hour: ${origin}/reset#${facts.token}`,
          'If it was not you, nothing happens unless you follow it.',
        ]),
      };
    case 'mention':
      return {
        subject: `${facts.by} mentioned you in ${facts.reference}`,
        text: letter(facts.name, [
          `${facts.by} mentioned you in a comment on ${facts.reference}.`,
          `Read it and answer there: ${origin}${facts.path}`,
        ]),
      };
    default:
      return never(kind);
  }
};

const letter = (name: string, paragraphs: readonly string[]): string =>
  [`Hello ${name},`, ...paragraphs, ''].join('\n\n');

const never = (kind: never): never => {
  throw new Error(`there is no mail of kind ${String(kind)}`);
};
