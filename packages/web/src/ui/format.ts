const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const exact = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});
const number = new Intl.NumberFormat('en-GB');

const shown = (format: Intl.DateTimeFormat, value: unknown): string => {
  const date = typeof value === 'string' ? new Date(value) : null;
  return date && !Number.isNaN(date.getTime()) ? format.format(date) : '–';
};

/** "22 Nov 2026" */
export const dayText = (value: unknown): string => shown(day, value);
/** "22 Nov 2026, 16:53" */
export const momentText = (value: unknown): string => shown(moment, value);
/** "22 Nov 2026, 16:53:07 GMT+1" */
export const exactText = (value: unknown): string => shown(exact, value);
export const countText = (value: number): string => number.format(value);

/** "1 risk", "1,204 risks" */
export const plural = (count: number, one: string, many: string): string =>
  `${countText(count)} ${count === 1 ? one : many}`;
