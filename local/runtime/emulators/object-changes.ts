export interface ObjectChange {
  readonly bucket: string;
  readonly key: string;
  /** For a creation, the word of the "Object Created" event; otherwise the object is gone. */
  readonly reason: "PutObject" | "CopyObject" | "CompleteMultipartUpload" | "DeleteObject";
}

export interface StorageRequest {
  readonly method: string;
  readonly bucket: string;
  /** Decoded; empty when the request is about the bucket itself. */
  readonly key: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly copySource: string | undefined;
  readonly body: string;
}

/** What a successful S3 request changed. */
export function changesOf({ method, bucket, key, query, copySource, body }: StorageRequest): ObjectChange[] {
  if (method === "POST" && !key && "delete" in query) {
    return keysOf(body).map((each) => ({ bucket, key: each, reason: "DeleteObject" }));
  }
  if (!key) return [];
  if (method === "PUT" && !("uploadId" in query)) {
    return [{ bucket, key, reason: copySource === undefined ? "PutObject" : "CopyObject" }];
  }
  if (method === "POST" && "uploadId" in query) return [{ bucket, key, reason: "CompleteMultipartUpload" }];
  if (method === "DELETE" && !("uploadId" in query)) return [{ bucket, key, reason: "DeleteObject" }];
  return [];
}

/** The keys in the body of a DeleteObjects request. */
function keysOf(xml: string): string[] {
  return [...xml.matchAll(/<Key>([\s\S]*?)<\/Key>/g)].map(([, key = ""]) =>
    key
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&apos;", "'")
      .replaceAll("&#13;", "\r")
      .replaceAll("&amp;", "&"),
  );
}
