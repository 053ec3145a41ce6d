import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One import, both ends as paths from the repository's root; a package keeps its name. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

export function sourceFiles(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,js}`, { cwd: ROOT }))
    .filter((file) => !file.includes("/site/"));
}

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|(?:^|\n)import\s+"([^"]+)"/g;

export function importsOf(file: string): Import[] {
  return [...textOf(file).matchAll(SPECIFIER)].flatMap((match) => {
    const specifier = match[1] ?? match[2] ?? match[3];
    return specifier === undefined ? [] : [{ from: file, to: resolve(file, specifier) }];
  });
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith(".")) return normalize(join(dirname(from), specifier));
  return specifier.startsWith("#") ? specifier.slice(1) : specifier;
}
