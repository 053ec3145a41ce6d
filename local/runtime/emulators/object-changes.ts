import type { IncomingMessage } from "node:http";

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
  readonly query: URLSearchParams;
  readonly isCopy: boolean;
  readonly body: string;
}

/** Reads a path-style request. */
export function storageRequest({ method = "PUT", url = "/", headers }: IncomingMessage, body: Buffer): StorageRequest {
  const [path = "", query = ""] = url.slice(1).split(/\?(.*)/s);
  const [bucket = "", ...key] = path.split("/").map(decodeURIComponent);
  return {
    method,
    bucket,
    key: key.join("/"),
    query: new URLSearchParams(query),
    isCopy: headers["x-amz-copy-source"] !== undefined,
    body: method === "POST" ? body.toString() : "",
  };
}

/** What a successful S3 request changed. */
export function changesOf({ method, bucket, key, query, isCopy, body }: StorageRequest): ObjectChange[] {
  if (method === "POST" && !key && query.has("delete")) {
    return keysOf(body).map((each) => ({ bucket, key: each, reason: "DeleteObject" }));
  }
  if (!key) return [];
  if (method === "PUT" && !query.has("uploadId")) {
    return [{ bucket, key, reason: isCopy ? "CopyObject" : "PutObject" }];
  }
  if (method === "POST" && query.has("uploadId")) return [{ bucket, key, reason: "CompleteMultipartUpload" }];
  if (method === "DELETE" && !query.has("uploadId")) return [{ bucket, key, reason: "DeleteObject" }];
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
