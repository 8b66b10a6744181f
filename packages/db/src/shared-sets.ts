/** The migration sets that every service's schema holds besides its own, in the order in which they are applied. */
export const SHARED_SETS = ['runtime', 'http', 'events'] as const;
