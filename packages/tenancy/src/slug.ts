import { refusal } from './refusal.ts';

/** The slug of the operator's own tenant, which answers on the apex. */
export const operatorSlug = 'platform';

const reserved = new Set(['www', 'status', 'api', operatorSlug]);
const slugPattern = /^[a-z][a-z0-9-]{1,30}$/;

/** Why a slug may not be given to a customer; null when it may. */
export const slugFault = (slug: string): string | null => {
  if (!slugPattern.test(slug) || slug.endsWith('-'))
    return `'${slug}' is no slug: use 2 to 31 lower-case letters, digits and hyphens, with a letter first.`;
  if (reserved.has(slug)) return `'${slug}' is reserved. Choose another slug.`;
  return null;
};

export const checkSlug = (slug: string): void => {
  const fault = slugFault(slug);
  if (fault) throw refusal(fault);
};
