import type { Option } from '@bulwark/record';

/** What the services answer, as the browser reads it. */
export type SessionState =
  | 'anonymous'
  | 'second-factor'
  | 'password-change'
  | 'enrolment'
  | 'signed-in';

export type Action = 'view' | 'create' | 'edit' | 'delete';
export type Rights = Readonly<Record<string, readonly Action[]>>;

export type Named = { readonly id: string; readonly name: string };

export type Session = {
  readonly csrf: string;
  readonly state: SessionState;
  readonly person?: { id: string; name: string; email: string; profiles: readonly Named[] };
  readonly rights?: Rights;
  readonly tenant: { name: string; slug: string };
};

export type { FieldDescription, FieldKind, Option, Stage, TypeDescription } from '@bulwark/record';

/** What somebody said about a record; the words are null once they were taken back. */
export type Comment = {
  readonly id: string;
  readonly author: string;
  readonly text: string | null;
  readonly mentions: readonly string[];
  readonly created: string;
  readonly withdrawn: string | null;
};

/** A record that names another one, and in which of its fields. */
export type LinkedFrom = {
  readonly type: string;
  readonly plural: string;
  readonly field: string;
  readonly id: string;
  readonly reference: string;
  readonly title: string | null;
  readonly state: 'active' | 'deactivated';
};

export type RecordItem = {
  readonly id: string;
  readonly reference: string;
  readonly rev: number;
  readonly state: 'active' | 'deactivated';
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly [field: string]: unknown;
};

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };
export type RecordPage = Page<RecordItem> & { readonly total: number };

export type Change = { readonly path: string; readonly before: unknown; readonly after: unknown };
export type Revision = {
  readonly rev: number;
  readonly time: string;
  readonly actor: string;
  readonly action: string;
  readonly reason: string | null;
  readonly changes: readonly Change[];
};

export type ScaleStep = { readonly value: number; readonly label: string };
export type Method = {
  readonly likelihood: readonly ScaleStep[];
  readonly impact: readonly ScaleStep[];
  readonly levels: readonly Option[];
  /** matrix[impact - 1][likelihood - 1] is the value of a level. */
  readonly matrix: readonly (readonly string[])[];
};

export type HeatmapCounts = {
  readonly stages: Readonly<
    Record<
      string,
      { cells: readonly { likelihood: number; impact: number; count: number }[]; unrated: number }
    >
  >;
};

export type PersonName = { readonly id: string; readonly name: string; readonly state: string };
