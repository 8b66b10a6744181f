import type { Change, Named } from '../api/types.ts';

/** A value whose key was destroyed: the entry stands, what it said is gone. */
export type Forgotten = { readonly forgotten: true };

export type TrailEntry = {
  readonly leaf: number;
  readonly id: string;
  readonly time: string;
  readonly service: string;
  readonly actor: {
    readonly type: string;
    readonly id: string | null;
    readonly name: string | null;
    readonly profiles: readonly string[];
    readonly assurance: string;
  };
  readonly as: { readonly id: string; readonly name: string | null } | null;
  readonly action: string;
  readonly kind: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly resource: TrailResource | null;
  readonly ip: string | Forgotten | null;
  readonly agent: string | Forgotten | null;
  readonly changes: readonly Change[];
  readonly request: { readonly id: string; readonly route: string; readonly build: string };
};

export type TrailResource = {
  readonly type: string;
  readonly id: string;
  readonly rev: number | null;
};

export type TrailPage = {
  readonly items: readonly TrailEntry[];
  readonly next: string | null;
  readonly indexed: { readonly upTo: number; readonly of: number };
};

/** Names behind the ids of resources, as far as they are at hand. */
export type ResourceNames = ReadonlyMap<string, Named>;
