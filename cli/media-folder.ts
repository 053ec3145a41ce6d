import { readdirSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { MediaCatalogue } from "#lib/app/publishing/calendar/ports.ts";
import { probeMedia } from "#lib/app/publishing/media/probe-media.ts";
import type { MediaLookup } from "#lib/domain/publishing/calendar/media.ts";

/** A folder of this machine in place of the media bucket: as exact about names as the bucket is. */
export function mediaFolder(folder: string): MediaCatalogue {
  return {
    lookUp: async (name) => {
      const parent = dirname(name);
      const beside = filesIn(join(folder, parent)).map((file) => (parent === "." ? file : `${parent}/${file}`));
      const exact = beside.find((each) => each.normalize() === name.normalize());
      if (exact !== undefined) return await lookInto(join(folder, exact), exact);
      return { found: false, similar: beside.find((each) => folded(each) === folded(name)) };
    },
  };
}

async function lookInto(path: string, name: string): Promise<MediaLookup> {
  const file = await open(path);
  try {
    const { size: sizeBytes } = await file.stat();
    const probe = await probeMedia({ sizeBytes, read: (start, end) => readRange(file, start, end) });
    return { found: true, name, sizeBytes, probe };
  } finally {
    await file.close();
  }
}

async function readRange(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(end - start), 0, end - start, start);
  return buffer.subarray(0, bytesRead);
}

function folded(name: string): string {
  return name.normalize().toLowerCase();
}

function filesIn(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
}
