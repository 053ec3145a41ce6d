import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type OutputFile, type Plugin } from "esbuild";

const root = import.meta.dirname;

export interface Bundle {
  /** `<stream>/<name>`, the path of the function's file below `functions/`. */
  readonly name: string;
  readonly bytes: number;
}

/** Bundles every file of `functions/` into `<dist>/<stream>/<name>/index.mjs`. The same sources give the same bytes. */
export async function buildFunctions(dist = join(root, "dist")): Promise<Bundle[]> {
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
    plugins: [onlyNamedSdkParts(), withoutPolyfills(), withoutUnusedLazyParts(), imagesBeside()],
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  const files = [...outputFiles, ...(await imageFiles(outputFiles))];
  files.forEach(writeChanged);
  removeStale(dist, new Set(files.map(({ path }) => path)));
  return outputFiles
    .map(({ path, contents }) => ({ name: dirname(relative(dist, path)), bytes: contents.byteLength }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/**
 * An SDK client registers a class for every error of its service and describes every operation, in a form that esbuild
 * cannot tell to be without effect: 150 classes for the one parameter that we read. Left in is what our code names; any
 * other error arrives as the service's general exception, with its own `name`, status and message, by which the SDK
 * decides about repeating.
 */
function onlyNamedSdkParts(): Plugin {
  const sources = globSync("{lib,functions}/**/*.ts", { cwd: root }).map((file) =>
    readFileSync(join(root, file), "utf8"),
  );
  const named = new Set(sources.flatMap((text) => text.match(/\w+/g) ?? []));
  return {
    name: "only-named-sdk-parts",
    setup({ onLoad }) {
      onLoad({ filter: /client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/ }, async ({ path }) => {
        const schemas = await readFile(path, "utf8");
        const constants = new Map(
          [...schemas.matchAll(/^const (_\w+) = ("\w*");$/gm)].map(([, name, text]) => [name, text]),
        );
        const contents = schemas
          .replaceAll(/\[(_\w+)\]:/g, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key))
          .replaceAll(/^n\d+_registry\.registerError\(\w+\$, (\w+)\);$/gm, (call, error) =>
            named.has(error) ? call : "",
          );
        return { contents };
      });
    },
  };
}

/** twitter-text brings core-js for browsers of 2015; Node has had all of that for years. */
function withoutPolyfills(): Plugin {
  return {
    name: "without-polyfills",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^core-js\/modules\// }, () => ({
        path: "core-js",
        namespace: "nothing",
        sideEffects: false,
      }));
      onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "" }));
    },
  };
}

/**
 * The SDK imports these only once they are needed, which they never are: a parser of browsers' names, and streams of
 * events. Bundled, they would drag along a wrapper around half of the SDK, and the SDK itself would load more slowly.
 */
function withoutUnusedLazyParts(): Plugin {
  return {
    name: "without-unused-lazy-parts",
    setup({ onResolve }) {
      onResolve({ filter: /^(bowser|@smithy\/core\/event-streams)$/ }, ({ kind, path }) =>
        kind === "dynamic-import" ? { path, external: true } : undefined,
      );
    },
  };
}

const IMAGES = "./sharp.cjs";

/** sharp stays outside of the bundle, in files beside it, and is loaded by the first image that needs it. */
function imagesBeside(): Plugin {
  return {
    name: "images-beside",
    setup({ onResolve }) {
      onResolve({ filter: /^sharp$/ }, () => ({ path: IMAGES, external: true }));
    },
  };
}

/**
 * sharp as WebAssembly, which runs on any processor, for the functions that adapt images: its JavaScript, the module's
 * own (apart, because each of its threads runs that file), and the module.
 */
async function imageFiles(bundles: readonly OutputFile[]): Promise<readonly BuiltFile[]> {
  const users = bundles.filter(({ text }) => text.includes(IMAGES)).map(({ path }) => dirname(path));
  if (users.length === 0) return [];
  const module = globSync("node_modules/@img/sharp-wasm32/lib/*.node.js", { cwd: root })[0] ?? "";
  const wasm = module.replace(/\.js$/, ".wasm");
  const files = [
    { name: "sharp.cjs", contents: await bundleOf("node_modules/sharp/dist/index.cjs") },
    { name: "sharp-wasm32.cjs", contents: await bundleOf(module) },
    { name: basename(wasm), contents: await readFile(join(root, wasm)) },
  ];
  return users.flatMap((folder) => files.map(({ name, contents }) => ({ path: join(folder, name), contents })));
}

async function bundleOf(entry: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node24",
    legalComments: "none",
    logLevel: "error",
    write: false,
    plugins: [onlyWebAssembly()],
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** In place of the search for a library that was built for this very processor. */
function onlyWebAssembly(): Plugin {
  return {
    name: "only-web-assembly",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /sharp\/dist\/sharp\.cjs$/ }, () => ({
        contents: 'module.exports = require("./sharp-wasm32.cjs")',
      }));
      onResolve({ filter: /^\.\/sharp-wasm32\.cjs$/ }, ({ path }) => ({ path, external: true }));
    },
  };
}

type BuiltFile = Pick<OutputFile, "path" | "contents">;

/** Takes nothing from under a synth or a laptop that runs meanwhile: what is the same stays, what is new comes at once. */
function writeChanged({ path, contents }: BuiltFile): void {
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

function removeStale(dist: string, kept: ReadonlySet<string>): void {
  const stale = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(mjs|cjs|wasm)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !kept.has(file));
  for (const file of stale) rmSync(file, { force: true });
}

function sizeTable(bundles: readonly Bundle[]): string {
  const width = Math.max(0, ...bundles.map(({ name }) => name.length));
  return bundles
    .map(({ name, bytes }) => `${name.padEnd(width)}  ${(bytes / 1024).toFixed(0).padStart(5)} kB`)
    .join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.error(sizeTable(await buildFunctions()));
