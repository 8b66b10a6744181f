/** An error whose message is meant for the operator: it says what to do next and needs no stack. */
export const refusal = (message: string): Error =>
  Object.assign(new Error(message), { name: 'Refusal' });

export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'Refusal';
