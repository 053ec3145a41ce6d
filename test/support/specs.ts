import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Machine-readable descriptions of the networks' APIs. Not part of the repository: their licences do not allow it. */
const specsFolder =
  process.env.ANTENNE_SPECS ?? fileURLToPath(new URL("../../../shared/networks/specs", import.meta.url));

export const specsAvailable = existsSync(specsFolder);

/** @param path inside the folder, for example `meta/limits.json` */
export function readSpec(path: string): unknown {
  return JSON.parse(readFileSync(`${specsFolder}/${path}`, "utf8"));
}
