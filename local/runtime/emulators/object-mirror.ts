import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { StoredObject } from "./object-store.ts";

const About = z.object({ key: z.string(), headers: z.record(z.string(), z.string()) });

/** Keeps the objects of S3 on disk: a file with the bytes and a file about them, named by the hash of the key. */
export class ObjectMirror {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async save({ bucket, key, body, headers }: StoredObject): Promise<void> {
    await mkdir(join(this.#folder, bucket), { recursive: true });
    await writeWhole(`${this.#pathOf(bucket, key)}.bytes`, body);
    await writeWhole(`${this.#pathOf(bucket, key)}.json`, JSON.stringify({ key, headers }));
  }

  async forget(bucket: string, key: string): Promise<void> {
    await rm(`${this.#pathOf(bucket, key)}.json`, { force: true });
    await rm(`${this.#pathOf(bucket, key)}.bytes`, { force: true });
  }

  /** Every object of a bucket, one after the other. */
  async *load(bucket: string): AsyncGenerator<StoredObject> {
    const files = await readdir(join(this.#folder, bucket)).catch(() => []);
    for (const file of files.filter((name) => name.endsWith(".json"))) {
      const { key, headers } = About.parse(JSON.parse(await readFile(join(this.#folder, bucket, file), "utf8")));
      yield { bucket, key, headers, body: await readFile(`${this.#pathOf(bucket, key)}.bytes`) };
    }
  }

  #pathOf(bucket: string, key: string): string {
    return join(this.#folder, bucket, createHash("sha256").update(key).digest("hex"));
  }
}

/** All of it or nothing: a laptop may be killed at any moment, and must start again. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.new`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}
