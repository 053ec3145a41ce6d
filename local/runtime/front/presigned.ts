/** Whether a presigned address has expired: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
export function hasExpired(url: string, now: Date): boolean {
  const { searchParams } = new URL(url, "http://local");
  const signedAt = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(searchParams.get("X-Amz-Date") ?? "");
  if (!signedAt) return false;
  const [, year, month, day, hour, minute, second] = signedAt.map(Number);
  const signed = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return now.getTime() > signed + Number(searchParams.get("X-Amz-Expires")) * 1000;
}
