/** Printable ASCII but space, `"`, `#`, `<`, `>` and backslash: a browser never sends those raw. */
const plain = /^[\x21\x24-\x3b\x3d\x3f-\x5b\x5d-\x7e]+$/;
/** `%2f`, `%5c`: a reader further on may take them for separators. */
const encodedSeparator = /%(?:2f|5c)/i;
const control = /[\p{Cc}]/u;
const dotSegment = /^\.{1,2}$/;

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a bad escape, or bytes that are not UTF-8
  }
};

const isPlainPath = (path: string): boolean => {
  if (path.includes('//') || encodedSeparator.test(path)) return false;
  if (!path.includes('%') && !path.includes('/.')) return true;
  const text = decoded(path);
  return (
    text !== null && !control.test(text) && !text.split('/').some((part) => dotSegment.test(part))
  );
};

const isPlainQuery = (query: string): boolean => {
  if (!query.includes('%')) return true;
  const text = decoded(query);
  return text !== null && !control.test(text);
};

export const splitTarget = (target: string): { readonly path: string; readonly query: string } => {
  const at = target.indexOf('?');
  return at < 0
    ? { path: target, query: '' }
    : { path: target.slice(0, at), query: target.slice(at + 1) };
};

/** Whether every reader of this request target must understand the same path by it; only the origin form is. */
export const isPlainTarget = (target: string): boolean => {
  if (target[0] !== '/' || !plain.test(target)) return false;
  const { path, query } = splitTarget(target);
  return isPlainPath(path) && isPlainQuery(query);
};
