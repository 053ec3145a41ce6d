import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type OutputFile } from "esbuild";

const root = import.meta.dirname;

export interface Bundle {
  /** `<stream>/<name>`, the path of the function's file below `functions/`. */
  readonly name: string;
  readonly bytes: number;
}

/** Bundles every file of `functions/` into `dist/<stream>/<name>/index.mjs`. The same sources give the same bytes. */
export async function buildFunctions(): Promise<Bundle[]> {
  const dist = join(root, "dist");
  const names = globSync("**/*.ts", { cwd: join(root, "functions") })
    .map((file) => file.replace(/\.ts$/, ""))
    .toSorted();
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: join("functions", `${name}.ts`), out: join(name, "index") })),
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    alias: {
      // Lambda hands credentials over in the environment: the SDK's chain of other sources would double its load time.
      "@aws-sdk/credential-provider-node": "./lib/runtime/environment-credentials.ts",
      // twitter-text means the package, but its `require` would find Node's deprecated module, which ESM cannot require.
      punycode: "./node_modules/punycode/punycode.js",
    },
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  removeStale(dist, names);
  outputFiles.forEach(writeChanged);
  return outputFiles
    .map(({ path, contents }) => ({ name: dirname(relative(dist, path)), bytes: contents.byteLength }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Takes nothing from under a synth or a laptop that runs meanwhile: what is the same stays, what is new comes at once. */
function writeChanged({ path, contents }: OutputFile): void {
  if (isSame(path, contents)) return;
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}

function isSame(path: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}

function removeStale(dist: string, names: readonly string[]): void {
  mkdirSync(dist, { recursive: true });
  const kept = new Set(names.map((name) => join(name, "index.mjs")));
  const stale = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "index.mjs")
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !kept.has(relative(dist, file)));
  for (const file of stale) rmSync(file);
}

function sizeTable(bundles: readonly Bundle[]): string {
  const width = Math.max(0, ...bundles.map(({ name }) => name.length));
  return bundles
    .map(({ name, bytes }) => `${name.padEnd(width)}  ${(bytes / 1024).toFixed(0).padStart(5)} kB`)
    .join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.error(sizeTable(await buildFunctions()));
