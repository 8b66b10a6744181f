/** Why something failed, in words that may be kept: a driver's message may carry values, its code says enough. */
export const reasonOf = (failure: unknown): string => {
  const { code } = (failure ?? {}) as { code?: unknown };
  if (typeof code === 'string') return code;
  return failure instanceof Error ? failure.message : String(failure);
};
