export { v7 as newId } from 'uuid';
export type { App, Ports, Service } from './app.ts';
export { type Cell, type CellSpec, readCell } from './cell.ts';
export { declaredApp, declaredRoutes } from './declared.ts';
export { createLog, type Log } from './log.ts';
export { readSecret, Secret } from './secrets.ts';
export { migrationSets, type Running, type Surroundings, startService } from './service.ts';
export { later, sleep, within } from './time.ts';
