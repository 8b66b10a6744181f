/** What the process lends to every part. */
export type Fields = Readonly<Record<string, unknown>>;

export type Log = {
  readonly info: (message: string, fields?: Fields) => void;
  readonly warn: (message: string, fields?: Fields) => void;
  readonly error: (message: string, fields?: Fields) => void;
};

/** Runs the task every so many milliseconds until the function it returns is called. */
export type Schedule = (everyMs: number, task: () => void) => () => void;
