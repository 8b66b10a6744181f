export {
  escapeCell,
  type Naming,
  type ReadCell,
  type Reading,
  readCell,
  unescapeCell,
  writeCell,
} from './cells.ts';
export { changedFields, type FieldChange } from './changes.ts';
export { createTable } from './ddl.ts';
export {
  describe,
  type FieldDescription,
  sortable,
  type TypeAction,
  type TypeDescription,
} from './describe.ts';
export { type Field, type FieldKind, field, type Option } from './field.ts';
export {
  columnOf,
  defineRecord,
  emptyValues,
  type Fields,
  isList,
  OWN_COLUMNS,
  type RecordType,
  type Stage,
  type StoredRecord,
  type Values,
  type ValuesOf,
} from './record-type.ts';
export { changeSchema, createSchema, importSchema, recordSchema } from './schemas.ts';
export {
  importable,
  type Refusal,
  refuseTransition,
  type Taken,
  type Transition,
  type Workflow,
} from './workflow.ts';
export { z } from './zod.ts';
