import type { Change } from '../api/types.ts';

export type TrailEntry = {
  readonly leaf: number;
  readonly id: string;
  readonly time: string;
  readonly actor: { readonly id: string; readonly name: string } | null;
  readonly as: { readonly id: string; readonly name: string } | string | null;
  readonly action: string;
  readonly kind: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly resource: {
    readonly type: string;
    readonly id: string;
    readonly rev?: number;
    readonly reference?: string;
  } | null;
  readonly ip: string | null;
  readonly agent: string | null;
  readonly changes: readonly Change[];
  readonly service: string;
  readonly request: string | null;
};

export type TrailPage = {
  readonly items: readonly TrailEntry[];
  readonly next: string | null;
  readonly indexed: { readonly upTo: number; readonly of: number };
};
