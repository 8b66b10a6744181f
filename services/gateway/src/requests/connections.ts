import type { Socket } from 'node:net';

/** Closes what one address opens beyond its share; call it for every new connection. */
export const createConnectionCap = (perAddress: number, refused: () => void) => {
  const open = new Map<string, number>();
  return (socket: Socket): void => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    if (count > perAddress) {
      refused();
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  };
};
