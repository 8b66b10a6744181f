import type { Socket } from 'node:net';

/** Takes every new connection; closes what one address opens beyond its share. */
export const createConnections = (perAddress: number, refused: () => void) => {
  const open = new Map<string, Set<Socket>>();
  return {
    take: (socket: Socket): void => {
      const address = socket.remoteAddress ?? '';
      const sockets = open.get(address) ?? new Set();
      if (sockets.size >= perAddress) {
        refused();
        socket.destroy();
        return;
      }
      open.set(address, sockets.add(socket));
      socket.once('close', () => {
        sockets.delete(socket);
        if (sockets.size === 0) open.delete(address);
      });
    },
    closeAll: (): void => {
      for (const socket of [...open.values()].flatMap((sockets) => [...sockets])) socket.destroy();
    },
  };
};
