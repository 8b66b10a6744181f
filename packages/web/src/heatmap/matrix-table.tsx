import { Link } from '@tanstack/react-router';
import type { Method, Stage, TypeDescription } from '../api/types.ts';
import { levelLook } from '../ui/badge.tsx';
import { cx } from '../ui/classes.ts';
import { cellSearch, type MatrixCell, type MatrixRow } from './matrix.ts';

type CellProps = { type: TypeDescription; stage: Stage; cell: MatrixCell };

const Cell = ({ type, stage, cell }: CellProps) => (
  <td
    className={cx(
      'relative h-13 min-w-11 sm:h-16 sm:min-w-16 rounded-control p-0 text-center align-middle',
      levelLook(cell.level),
    )}
  >
    <span className="absolute top-0.5 left-1.5 text-12 sm:top-1.5 sm:left-2 font-medium">
      <span aria-hidden>{cell.level}</span>
      <span className="sr-only">{cell.levelLabel}</span>
    </span>
    {cell.count > 0 && (
      <Link
        to="/registers/$plural"
        params={{ plural: type.plural }}
        search={cellSearch(stage, cell)}
        className="absolute inset-0 flex items-center justify-center max-sm:pt-3 rounded-control text-20 font-semibold tabular-nums hover:ring-2 hover:ring-ink"
      >
        {cell.count}
        <span className="sr-only">
          {' '}
          {cell.count === 1 ? type.title.toLowerCase() : type.titlePlural.toLowerCase()}
        </span>
      </Link>
    )}
  </td>
);

type MatrixTableProps = {
  readonly type: TypeDescription;
  readonly stage: Stage;
  readonly method: Method;
  readonly rows: readonly MatrixRow[];
};

/** Impact upwards, likelihood to the right; every count opens the records it counts. */
export const MatrixTable = ({ type, stage, method, rows }: MatrixTableProps) => (
  <table className="w-full border-separate border-spacing-0.5 text-12 sm:border-spacing-1">
    <caption className="sr-only">
      {type.titlePlural} by impact and likelihood, {stage.label.toLowerCase()}
    </caption>
    <thead>
      <tr>
        <td className="pr-1 pb-1 text-right align-bottom text-ink-3 sm:pr-2">
          <span className="block">Likelihood →</span>
          <span className="block">Impact ↓</span>
        </td>
        {method.likelihood.map(({ value, label }) => (
          <th key={value} scope="col" className="w-1/6 pb-1 align-bottom text-ink-2 sm:px-1">
            <span className="font-semibold tabular-nums max-sm:block">{value}</span> {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ impact, cells }) => (
        <tr key={impact.value}>
          <th scope="row" className="pr-1 text-right text-ink-2 sm:min-w-24 sm:pr-2">
            <span className="font-semibold tabular-nums max-sm:block">{impact.value}</span>{' '}
            {impact.label}
          </th>
          {cells.map((cell) => (
            <Cell key={cell.likelihood.value} type={type} stage={stage} cell={cell} />
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
