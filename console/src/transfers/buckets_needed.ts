/** Which servers have buckets, for lists that are empty. */
export const BUCKETS_NEEDED =
  "The server has buckets if it was started with --buckets FOLDER or --s3-endpoint URL.";
