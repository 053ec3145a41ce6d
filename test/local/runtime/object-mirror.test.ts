import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ObjectMirror } from "#local/runtime/emulators/object-mirror.ts";

const folder = mkdtempSync(join(tmpdir(), "antenne-mirror-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LARGE = 4_000_000;

function anObject(byte: number) {
  return {
    bucket: "media",
    key: "film.mp4",
    headers: { "content-type": "video/mp4" },
    body: Buffer.alloc(LARGE, byte),
  };
}

describe("the mirror of S3's objects", () => {
  it("never shows half an object to whoever reads while it is written", async () => {
    const mirror = new ObjectMirror(folder);
    await mirror.save(anObject(0));
    let isWriting = true;
    const writing = (async () => {
      for (let byte = 1; byte < 30; byte++) await mirror.save(anObject(byte));
      isWriting = false;
    })();

    while (isWriting) {
      for await (const { body } of mirror.load("media")) expect(body.length).toBe(LARGE);
    }
    await writing;
  });
});
