import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, it } from "vitest";
import { WebhookArchiveBucket } from "#lib/aws/webhook-archive.ts";

describe("WebhookArchiveBucket", () => {
  it("keeps a body byte for byte", async () => {
    const s3 = mockClient(S3Client);
    const bytes = Uint8Array.of(0xff, 0x00, 0x7b);
    s3.on(PutObjectCommand).resolves({});
    s3.on(GetObjectCommand).resolves({ Body: { transformToByteArray: async () => bytes } as never });
    const archive = new WebhookArchiveBucket(new S3Client({}), "archive");

    await archive.put("webhooks/x/1", bytes);

    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Bucket: "archive",
      Key: "webhooks/x/1",
      Body: bytes,
    });
    expect(await archive.get("webhooks/x/1")).toEqual(bytes);
  });
});
