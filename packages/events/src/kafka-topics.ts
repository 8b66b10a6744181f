import type { Stream } from './run.ts';

/** A tenant's topics. Ids have a fixed length and no dot, so that no tenant's topic is another's. */
export const topicsOf = (tenant: string): { readonly [stream in Stream]: string } => ({
  events: `${tenant}.events`,
  audit: `${tenant}.audit`,
});

/** One thing that one principal may do with one topic or group, named in full. */
export type Acl = {
  readonly principal: string;
  readonly on: 'topic' | 'group';
  readonly name: string;
  readonly may: 'read' | 'write';
};
