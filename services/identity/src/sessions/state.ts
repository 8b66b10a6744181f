/** What a session has to do before it may do anything else; null when it is fully signed in. */
export type Must = 'second-factor' | 'password-change' | 'enrolment';

export type Standing = {
  readonly factorConfirmed: boolean;
  readonly factorShown: boolean;
  readonly mustChange: boolean;
};

/** A factor that exists is asked for first, so that a stolen one-time password cannot set a new password. */
export const mustDo = ({ factorConfirmed, factorShown, mustChange }: Standing): Must | null => {
  if (factorConfirmed && !factorShown) return 'second-factor';
  if (mustChange) return 'password-change';
  if (!factorConfirmed) return 'enrolment';
  return null;
};

export const IDLE_MINUTES = 30;
export const ABSOLUTE_HOURS = 12;

export const isOver = (
  { created, seen }: { readonly created: string; readonly seen: string },
  now: Date,
): boolean =>
  now.getTime() - Date.parse(seen) > IDLE_MINUTES * 60_000 ||
  now.getTime() - Date.parse(created) > ABSOLUTE_HOURS * 3_600_000;
