/** Names of buckets, by the rules of S3. */

/** 3 to 63 letters, digits, dots and dashes, and no IPv4 address. */
export function isBucketName(name: string): boolean {
  const isPlain = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
  return isPlain && !name.includes("..") && !/^\d+(\.\d+){3}$/.test(name);
}
