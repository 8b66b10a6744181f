export { acknowledge, noteAcknowledged, type PruneOptions, pruneLanes } from './acknowledged.ts';
export type { Alarm } from './alarm.ts';
export * from './catalogue.ts';
export {
  acceptRun,
  type Consumer,
  type ConsumerOptions,
  onEvent,
  subscriptionsFor,
} from './consumer.ts';
export { type Figures, readFigures } from './figures-repository.ts';
export { askForHoles, type Hole, type HoleIn } from './holes.ts';
export { keepPeople, wantPeople } from './known-people.ts';
export { findKnownPerson, type KnownPerson, listKnownPeople } from './known-people-repository.ts';
export { answerWanted } from './lane-wanted.ts';
export { createLogTransport } from './log.ts';
export { readLane, readOutbox } from './outbox-repository.ts';
export { type Retried, retryParked } from './parked.ts';
export { listParked, type Parked } from './parked-repository.ts';
export { createRelay, oneAtATime, type Relay } from './relay.ts';
export { resetLanes } from './reset-repository.ts';
export {
  type LaneEntry,
  laneOf,
  type Run,
  type SignedRun,
  type Stream,
  signRun,
} from './run.ts';
export type { Position, Subscription, Transport } from './transport.ts';
export { createUnit, type InTransaction, type Tx, type UnitOptions } from './unit.ts';
