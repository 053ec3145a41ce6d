import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DataFolderError } from "#local/laptop-error.ts";

export interface DataFolder {
  readonly dynamoDb: string;
  readonly objects: string;
  /** A file. */
  readonly queues: string;
  /** A file. */
  readonly parameters: string;
}

/** @throws DataFolderError when it cannot be written */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const parts = {
    dynamoDb: join(folder, "dynamodb"),
    objects: join(folder, "objects"),
    queues: join(folder, "queues.json"),
    parameters: join(folder, "parameters.json"),
  };
  try {
    for (const part of [parts.dynamoDb, parts.objects]) {
      await mkdir(part, { recursive: true });
      await access(part, constants.W_OK);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataFolderError(
      `Cannot write to the data folder ${folder} (${reason}). Choose another one, or mend its permissions.`,
      { cause },
    );
  }
  return parts;
}
