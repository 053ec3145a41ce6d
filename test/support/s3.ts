import type { AddressInfo } from "node:net";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { buildApp } from "fauxqs";

/** An S3 in this process, with one empty bucket. */
export async function startS3(bucket: string) {
  const app = buildApp({ logger: false, defaultRegion: "eu-west-3" });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-west-3",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    client,
    stop: async () => {
      client.destroy();
      await app.close();
    },
  };
}
