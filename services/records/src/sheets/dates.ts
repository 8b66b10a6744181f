const DAY_MS = 86_400_000;
/** Day 0 of the 1900 system, counted so that days from 1 March 1900 on are right: its 29 February 1900 never was. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const FIRST_DAY = 61;
const LAST_DAY = 2_958_465;

/** A day as a sheet counts it; null for one that sheets cannot hold: before March 1900. */
export const serialOf = (date: string): number | null => {
  const serial = (Date.parse(`${date}T00:00:00Z`) - EPOCH_1900) / DAY_MS;
  return Number.isInteger(serial) && serial >= FIRST_DAY && serial <= LAST_DAY ? serial : null;
};

/** A sheet's number as `YYYY-MM-DD`, with the time of day where it has one; null when it is no moment. */
export const dateOf = (serial: number, isFrom1904: boolean): string | null => {
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_DAY + 1) return null;
  const epoch = isFrom1904 ? EPOCH_1904 : EPOCH_1900;
  const text = new Date(epoch + Math.round(serial * DAY_MS)).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace('.000Z', '');
};

/** Formats 14–22, 27–36, 45–47, 50–58 are dates by number (ECMA-376-1, 18.8.30). */
export const isDateFormat = (id: number, code: string | undefined): boolean => {
  if (code !== undefined) return /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
  return [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
  ].some(([from = 0, to = 0]) => id >= from && id <= to);
};
