import type { ServiceAddress } from '@bulwark/tenancy/directory';

/** Gives the processes of a service in the order in which to try them: each is the first in its turn. */
export const createTurns = () => {
  const turns = new WeakMap<object, number>();
  return <Process>(processes: readonly Process[]): readonly Process[] => {
    const turn = turns.get(processes) ?? 0;
    turns.set(processes, (turn + 1) % processes.length);
    return [...processes.slice(turn), ...processes.slice(0, turn)];
  };
};
/** The processes of a service, each one behind a name by itself, in the order in which to try them. */
export type Turns = (services: readonly ServiceAddress[]) => readonly ServiceAddress[];
