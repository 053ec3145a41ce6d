import type { buildApp } from "fauxqs";

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer;
  /** Content type and the like, and the user's metadata, as HTTP headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What HEAD tells of an object. */
export interface ObjectFacts {
  readonly size: number;
  readonly etag: string;
}

/** S3 in this process, without HTTP. */
export interface ObjectStore {
  createBucket(bucket: string): Promise<void>;
  get(bucket: string, key: string): Promise<StoredObject>;
  head(bucket: string, key: string): Promise<ObjectFacts>;
  put(object: StoredObject): Promise<void>;
}

/** A single PUT over 11 MiB is refused by the emulator. */
const PART_BYTES = 8 * 1024 * 1024;

const KEPT_HEADERS = /^(content-(type|encoding|language|disposition)|cache-control|x-amz-meta-.*)$/;

export function objectStore(app: ReturnType<typeof buildApp>): ObjectStore {
  const send = async (
    method: Method,
    url: string,
    more: { payload?: Buffer; headers?: Record<string, string> } = {},
  ) => {
    const answer = await app.inject({ method, url, ...more });
    if (answer.statusCode >= 300) throw new Error(`S3 ${method} ${url} answered ${answer.statusCode}`);
    return answer;
  };
  const putInParts = async (url: string, { body, headers }: StoredObject) => {
    const started = await send("POST", `${url}?uploads`, { headers: { ...headers } });
    const uploadId = /<UploadId>(.+?)<\/UploadId>/.exec(started.payload)?.[1];
    const parts: string[] = [];
    for (let start = 0; start < body.length; start += PART_BYTES) {
      const part = `${url}?uploadId=${uploadId}&partNumber=${parts.length + 1}`;
      const { headers: answered } = await send("PUT", part, {
        payload: body.subarray(start, start + PART_BYTES),
        headers: BINARY,
      });
      parts.push(`<Part><PartNumber>${parts.length + 1}</PartNumber><ETag>${answered.etag}</ETag></Part>`);
    }
    const payload = Buffer.from(`<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
    await send("POST", `${url}?uploadId=${uploadId}`, { payload, headers: { "content-type": "application/xml" } });
  };

  return {
    async createBucket(bucket) {
      await send("PUT", `/${bucket}`);
    },
    async get(bucket, key) {
      const { rawPayload, headers } = await send("GET", urlOf(bucket, key));
      const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name));
      return {
        bucket,
        key,
        body: rawPayload,
        headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      };
    },
    async head(bucket, key) {
      const { headers } = await send("HEAD", urlOf(bucket, key));
      return { size: Number(headers["content-length"]), etag: String(headers.etag).replaceAll('"', "") };
    },
    async put(object) {
      const url = urlOf(object.bucket, object.key);
      if (object.body.length > PART_BYTES) return await putInParts(url, object);
      await send("PUT", url, { payload: object.body, headers: { ...BINARY, ...object.headers } });
    },
  };
}

type Method = "GET" | "HEAD" | "PUT" | "POST";

const BINARY = { "content-type": "application/octet-stream" };

function urlOf(bucket: string, key: string): string {
  return `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}
