import type { Tx } from '@bulwark/events';
import type { z } from '@bulwark/record';
import type { Change, Kind, OutcomeOfAction } from '@bulwark/trail';
import type { Problem } from './problem.ts';
import type { Sender } from './sender.ts';

export type Action = 'view' | 'create' | 'edit' | 'delete';

/** `<page>:<action>`, or who may come without one. */
export type Permission = `${string}:${Action}` | 'signed-in' | 'public';

/**
 * When an entry is written: `change` in the business transaction, `view` before the first byte of the answer, `visit`
 * once per session, page and hour.
 */
export type AuditRule =
  | { readonly when: 'change'; readonly action: string; readonly kind: Kind }
  | { readonly when: 'view'; readonly action: string }
  | { readonly when: 'visit'; readonly page: string };

/** What the audit entry says beyond who, when and whence. */
export type About = {
  readonly resource?: { readonly type: string; readonly id: string; readonly rev: number | null };
  readonly changes?: readonly Change[];
  readonly outcome?: OutcomeOfAction;
  readonly reason?: string;
  /** Who it turned out to be, where the request itself is still anonymous: a sign-in. */
  readonly person?: string;
};

export type FileReply = {
  readonly name: string;
  readonly type: string;
  /** Made while it is sent: an export may be larger than memory. */
  readonly content: AsyncIterable<string | Uint8Array>;
  /**
   * What a second entry, `<action>.sent`, adds to size and SHA-256 of what was sent. It is committed before the last
   * byte goes out: a download that ends well has its entry, one without was cut off.
   */
  readonly sent?: () => readonly Change[];
};

/** What a handler answers. A `problem` is a refusal whose transaction still commits, e.g. a counted wrong password. */
export type Reply = {
  readonly status?: number;
  readonly body?: unknown;
  readonly file?: FileReply;
  readonly revision?: number;
  readonly cookie?: string;
  readonly problem?: Problem;
  readonly about?: About;
  /** What else was done in the same transaction, each an entry of its own: the rows of an import. */
  readonly also?: readonly {
    readonly action: string;
    readonly kind: Kind;
    readonly about: About;
  }[];
  /** Called once the change is committed: wakes the work that it left to do. */
  readonly after?: () => void;
};

export type Call<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly sender: Sender;
  readonly now: Date;
  /** The revision of `If-Match`; demanded where the route says `ifMatch`. */
  readonly revision: number;
};

type Common<Params, Query, Body> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/<service>`, in Express's form: `/risks/:id`; from `/api/` on when it begins so. */
  readonly path: string;
  readonly summary: string;
  readonly permission: Permission;
  /** What the session must have reached; `full` where nothing is said. */
  readonly assurance?: 'none' | 'password' | 'full';
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** Shape of a good answer; `file` for a download, `empty` for 204. */
  readonly response: z.ZodType | 'file' | 'empty';
  readonly ifMatch?: true;
  /** Bytes of body; 256 kB where nothing is said. */
  readonly limit?: number;
  /** Answered only once it is in force on every replica. */
  readonly settles?: true;
};

export type ChangeRoute<Params, Query, Body> = Common<Params, Query, Body> & {
  readonly audit: Extract<AuditRule, { when: 'change' }>;
  readonly handle: (tx: Tx, call: Call<Params, Query, Body>) => Promise<Reply>;
};

export type ReadRoute<Params, Query, Body> = Common<Params, Query, Body> & {
  readonly audit: Exclude<AuditRule, { when: 'change' }>;
  readonly read: (call: Call<Params, Query, Body>) => Promise<Reply>;
};

export type Route = (ChangeRoute<never, never, never> | ReadRoute<never, never, never>) & {
  readonly path: string;
};

/**
 * Declares a route. Without permission, audit rule and schemas it does not compile; what the compiler cannot see is
 * refused here, at the start. @throws Error naming the route
 */
export const route = <Params, Query, Body>(
  declared: ChangeRoute<Params, Query, Body> | ReadRoute<Params, Query, Body>,
): Route => {
  const { method, path, permission, audit, response, body } = declared;
  const name = `${method} ${path}`;
  if (!permission || !audit?.when || !response) {
    throw new Error(`${name} must declare permission, audit and response`);
  }
  if (!isPermission(permission)) throw new Error(`${name}: unknown permission ${permission}`);
  if (method === 'GET' && audit.when === 'change') throw new Error(`${name}: GET changes nothing`);
  if (method !== 'GET' && audit.when === 'visit') {
    throw new Error(`${name}: only GET may be a visit`);
  }
  if (method !== 'GET' && method !== 'DELETE' && !body)
    throw new Error(`${name} must declare body`);
  return declared as unknown as Route;
};

const isPermission = (text: string): boolean =>
  text === 'public' || text === 'signed-in' || /^[a-z-]+:(view|create|edit|delete)$/.test(text);
