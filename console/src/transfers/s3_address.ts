/** Places in buckets as people write them: `s3://bucket/prefix`. */

export interface S3Address {
  readonly bucket: string;
  /** What the keys of the objects begin with. Empty: nothing. */
  readonly prefix: string;
}

const START = "s3://";
/** Source: the members S3Bucket and S3Prefix in the model of DynamoDB. */
const BUCKET = /^[a-zA-Z0-9][\w.-]*[a-zA-Z0-9]$/;
const BUCKET_MAX = 255;
const PREFIX_MAX = 1024;

/** The address that a text contains, whether or not the service accepts it. undefined: none. */
export function s3Address(text: string): S3Address | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith(START)) return undefined;
  const [bucket = "", ...rest] = trimmed.slice(START.length).split("/");
  return { bucket, prefix: rest.join("/") };
}

export function s3Text({ bucket, prefix }: S3Address): string {
  return prefix === "" ? `${START}${bucket}` : `${START}${bucket}/${prefix}`;
}

/** What is wrong with a text that should be an address. */
export function s3Error(text: string): string | undefined {
  const address = s3Address(text);
  if (address === undefined) return "Type an address that begins with s3://.";
  if (address.bucket.length > BUCKET_MAX || !BUCKET.test(address.bucket)) {
    return "Type the name of a bucket after s3://. It may contain letters, digits, hyphens (-), periods (.) and underscores (_), and begins and ends with a letter or a digit.";
  }
  return address.prefix.length > PREFIX_MAX
    ? `A prefix has at most ${String(PREFIX_MAX)} characters.`
    : undefined;
}

/** Whether a prefix is the folder of an export. Its items are in the folder `data` below it. */
export function isFolderOfExport({ prefix }: S3Address): boolean {
  return /(^|\/)AWSDynamoDB\/\d{14}-[0-9a-f]{8}\/?$/.test(prefix);
}
