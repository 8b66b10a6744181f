/** The S3 server of a test run; null where it can not be had, which the run says. */
export const testS3 = (): {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
} | null => {
  const text = process.env.BULWARK_TEST_S3;
  return text ? JSON.parse(text) : null;
};
