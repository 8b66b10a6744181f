import type { FieldDescription, TypeDescription } from '../api/types.ts';
import { useWording } from '../records/queries.ts';
import { Notice } from '../ui/notice.tsx';
import { ColumnRow } from './column-row.tsx';
import { doubled, missing } from './mapping.ts';
import type { Inspection, Mapping } from './types.ts';

type MappingStepProps = {
  readonly type: TypeDescription;
  readonly inspection: Inspection;
  readonly mapping: Mapping;
  readonly change: (mapping: Mapping) => void;
};

const labels = (fields: readonly FieldDescription[]): string =>
  fields.map((f) => f.label).join(', ');

const Warnings = ({
  fields,
  mapping,
}: {
  fields: readonly FieldDescription[];
  mapping: Mapping;
}) => {
  const unfilled = missing(fields, mapping);
  const twice = fields.filter((f) => doubled(mapping).includes(f.name));
  return (
    <>
      {unfilled.length > 0 && (
        <Notice tone="warn">No column fills what every record needs: {labels(unfilled)}.</Notice>
      )}
      {twice.length > 0 && (
        <Notice tone="warn">More than one column goes to: {labels(twice)}.</Notice>
      )}
    </>
  );
};

/** Every column of the file and what becomes of it. */
export const MappingStep = ({ type, inspection, mapping, change }: MappingStepProps) => {
  const wording = useWording();
  const { fields } = type;
  return (
    <div className="flex flex-col gap-3">
      <Warnings fields={fields} mapping={mapping} />
      <div className="overflow-x-auto rounded-control border border-line">
        <table className="w-full border-collapse">
          <thead className="max-sm:hidden">
            <tr className="text-left text-12 text-ink-2">
              <th scope="col" className="h-9 px-3">
                Column in the file
              </th>
              <th scope="col" className="hidden h-9 px-3 sm:table-cell">
                What it holds
              </th>
              <th scope="col" className="h-9 min-w-60 px-3">
                Becomes
              </th>
            </tr>
          </thead>
          <tbody>
            {inspection.columns.map((name) => (
              <ColumnRow
                key={name}
                name={name}
                words={inspection.values[name] ?? []}
                fields={fields}
                mapping={mapping}
                change={change}
                wording={wording}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
};
