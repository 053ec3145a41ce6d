import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DataFolderError } from "./laptop-error.ts";

/** Marks a folder as the laptop's own, so that `--fresh` never deletes anything else. */
const MARK = "antenne-laptop";

const SAMPLE_MARK = "sample-uploaded";

/**
 * Opens the laptop's data folder, making it where there is none.
 *
 * @throws DataFolderError when it cannot be written, or when `isFresh` would delete what is not the laptop's.
 */
export function openDataFolder(folder: string, { isFresh }: { readonly isFresh: boolean }): void {
  try {
    if (isFresh) forget(folder);
    makeFolder(folder);
    writeFileSync(join(folder, MARK), "State of Antenne's laptop: `npm start -- --fresh` deletes this folder.\n");
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(`The folder ${folder} cannot be written (${reason}). Choose another with --data.`, {
      cause: error,
    });
  }
}

/** Not the recursive way of `mkdirSync`: on a file system that refuses new folders as "not found" it never ends. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function forget(folder: string): void {
  if (!existsSync(folder)) return;
  if (!existsSync(join(folder, MARK)) && readdirSync(folder).length > 0) {
    throw new DataFolderError(
      `--fresh would delete ${folder}, which was not made by the laptop. Choose another with --data.`,
    );
  }
  rmSync(folder, { recursive: true });
}

/** Whether the sample calendar has yet to be uploaded: a later run goes on with what the first one planned. */
export function isSampleDue(folder: string): boolean {
  return !existsSync(join(folder, SAMPLE_MARK));
}

export function rememberSample(folder: string, at: Date): void {
  writeFileSync(join(folder, SAMPLE_MARK), at.toISOString());
}
