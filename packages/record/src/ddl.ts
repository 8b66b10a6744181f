import { columnOf, type RecordType } from './record-type.ts';

const ID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';

/** The statement that makes a type's table: what `npm run migration` writes for review. */
export const createTable = (type: RecordType): string => {
  const own = [
    `id ${ID} NOT NULL PRIMARY KEY`,
    'reference VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL',
    'rev INT UNSIGNED NOT NULL',
    'state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL',
    'created_at DATETIME(3) NOT NULL',
    `created_by ${ID} NOT NULL`,
    'updated_at DATETIME(3) NOT NULL',
    `updated_by ${ID} NOT NULL`,
    'source JSON NULL',
  ];
  const fields = Object.entries(type.fields).map(
    ([name, { column }]) => `${columnOf(name)} ${column} NULL`,
  );
  const keys = [
    'UNIQUE KEY one_reference (reference)',
    'KEY by_state (state, reference)',
    ...type.filter.map((name) => `KEY by_${columnOf(name)} (${columnOf(name)}, reference)`),
  ];
  const lines = [...own, ...fields, ...keys].map((line) => `  ${line}`);
  return `CREATE TABLE ${columnOf(type.name)} (\n${lines.join(',\n')}\n)\n`;
};
