export type FilePlace = { readonly driver: 'file'; readonly folder: string };

/** A bucket, and below what prefix (`<tenant id>/`) everything of the tenant lies in it. */
export type S3Place = {
  readonly driver: 's3';
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  /** PEM of the authority of the endpoint's certificate, where it is not a public one. */
  readonly ca?: string | undefined;
};

export type S3Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };
