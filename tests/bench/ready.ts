import { isServiceReady } from '../../deploy/host/probe.ts';

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Waits until a service answers on its peer socket. @throws Error after `ms` */
export const isServiceReadyAt = async (peer: string, ms: number): Promise<void> => {
  for (const end = Date.now() + ms; Date.now() < end; await pause(5)) {
    if (await isServiceReady(peer)) return;
  }
  throw new Error(`${peer} did not answer within ${ms} ms`);
};
