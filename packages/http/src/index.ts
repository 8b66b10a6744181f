export { type EntryFrame, entryOf } from './entries.ts';
export { openApi } from './openapi.ts';
export { createPeer, type PeerRoute, peerRoute } from './peer.ts';
export { type FieldProblem, Problem, problem } from './problem.ts';
export {
  type About,
  type Action,
  type Call,
  type FileReply,
  type Permission,
  type Reply,
  type Route,
  route,
} from './route.ts';
export { NOBODY, type Sender } from './sender.ts';
export { createFront, type FrontOptions, fullPath } from './serve.ts';
export { forgetVisits } from './visit-repository.ts';
