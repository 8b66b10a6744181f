/** A fault put into the product on purpose, which a test of the promise must notice. */
export type Plant = {
  readonly claim: string;
  /** What is broken, in words. */
  readonly breaks: string;
  readonly file: string;
  /** Stands there exactly once. */
  readonly from: string;
  readonly to: string;
  readonly suites: readonly string[];
};

export const plant = (
  claim: string,
  breaks: string,
  file: string,
  change: readonly [string, string],
  ...suites: string[]
): Plant => ({
  claim,
  breaks,
  file,
  from: change[0],
  to: change[1],
  suites,
});
