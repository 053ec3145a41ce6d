import { describe, expect, it } from "vitest";
import { type Import, importsOf, sourceFiles, textOf } from "./support/imports.ts";

/** Who may import whom: the first row that a file matches is its row; a file may always import its own room. */
const ROOMS: readonly { readonly room: RegExp; readonly may: readonly RegExp[] }[] = [
  { room: /^lib\/domain\//, may: [/^lib\/domain\//, /^(zod|temporal-polyfill|rrule-temporal)$/] },
  {
    room: /^lib\/app\//,
    may: [/^lib\/(domain|app)\//, /^lib\/networks\/(network|errors|http)\.ts$/, /^node:(crypto|stream)$/, packages()],
  },
  { room: /^lib\/networks\/simulator\.ts$/, may: [/^lib\/networks\/simulator\.ts$/] },
  { room: /^lib\/networks\/registry\.ts$/, may: [/^lib\/networks\/(network\.ts|\w+\/index\.ts)$/] },
  { room: /^lib\/networks\/front-doors\.ts$/, may: [/^lib\/networks\/(network\.ts|\w+\/front-door\.ts)$/] },
  {
    room: /^lib\/networks\/(http-client|connections|connections-ahead)\.ts$/,
    may: [/^lib\/networks\/(http|errors|connections|connections-ahead)\.ts$/, /^node:(http|https|net|tls|url)$/],
  },
  { room: /^lib\/networks\/[^/]+\.ts$/, may: [/^lib\/domain\//, /^lib\/networks\/[^/]+\.ts$/, /^(zod|node:crypto)$/] },
  {
    room: /^lib\/networks\/[^/]+\/simulator/,
    may: [/^lib\/domain\//, /^lib\/networks\/[^/]+\.ts$/, /^lib\/networks\/meta\//, packages(), /^node:/],
  },
  {
    room: /^lib\/networks\/(facebook|instagram)\//,
    may: [
      /^lib\/domain\//,
      /^lib\/networks\/[^/]+\.ts$/,
      /^lib\/networks\/meta\//,
      packages(),
      /^node:(crypto|buffer)$/,
    ],
  },
  {
    room: /^lib\/networks\//,
    may: [/^lib\/domain\//, /^lib\/networks\/[^/]+\.ts$/, packages(), /^node:(crypto|buffer)$/],
  },
  {
    room: /^lib\/aws\//,
    may: [/^lib\/(domain|app|aws)\//, /^lib\/networks\/(network|errors)\.ts$/, packages(), /^@aws-sdk\//, /^node:/],
  },
  { room: /^lib\/web\//, may: [/^lib\/(domain|app|web)\//, packages(), /^node:/] },
  {
    room: /^lib\/runtime\//,
    may: [
      /^lib\/(domain|app|aws|web|runtime)\//,
      /^lib\/networks\/(network|http|http-client|connections|registry)\.ts$/,
      packages(),
      /^@/,
      /^node:/,
    ],
  },
  {
    room: /^functions\//,
    may: [/^lib\/(domain|app|aws|runtime)\//, /^lib\/networks\/(registry|front-doors)\.ts$/, /^(zod|node:crypto)$/],
  },
  { room: /^infra\//, may: [/^infra\//, /^(aws-cdk-lib|constructs|cdk-nag|zod)/, /^node:/] },
  { room: /^cli\//, may: [/^(lib|cli)\//, packages(), /^@/, /^node:/] },
  { room: /^local\//, may: [/^(lib|local)\//, /^build\.ts$/, packages(), /^@/, /^node:/] },
  { room: /^bench\//, may: [/^(lib|local|bench)\//, /^build\.ts$/, packages(), /^@/, /^node:/] },
];

/** Packages without a scope: well-kept libraries of a room's own choice. */
function packages(): RegExp {
  return /^(?!node:|lib\/|functions\/|infra\/|cli\/|local\/|bench\/|test\/|@)[\w.-]+(\/.*)?$/;
}

function mayImport({ from, to }: Import): boolean {
  const row = ROOMS.find(({ room }) => room.test(from));
  const room = from.split("/").slice(0, -1).join("/");
  if (isSimulator(to) && !isSimulator(from) && !/^(local|bench)\//.test(from)) return false;
  return row !== undefined && (to.startsWith(`${room}/`) || row.may.some((allowed) => allowed.test(to)));
}

function isSimulator(path: string): boolean {
  return /^lib\/networks\/(.*\/)?simulator[^/]*\.ts$/.test(path);
}

describe("the direction of dependencies", () => {
  it("holds for every import", () => {
    const wrong = sourceFiles(["lib", "functions", "infra", "cli", "local", "bench"])
      .flatMap(importsOf)
      .filter((each) => !mayImport(each));

    expect(wrong.map(({ from, to }) => `${from} may not import ${to}`)).toEqual([]);
  });

  it("never runs in a circle, not even between types", () => {
    const imports = new Map(
      sourceFiles(["lib", "functions", "infra", "cli", "local", "bench"]).map((file) => [file, importsOf(file)]),
    );

    expect(circlesIn(imports)).toEqual([]);
    expect(circlesIn(new Map([...imports, ...planted("a.ts", "b.ts", "c.ts")]))).toEqual(["a.ts > b.ts > c.ts > a.ts"]);
  });

  it.each<[string, string]>([
    ["lib/domain/publishing/publication.ts", "lib/aws/clients.ts"],
    ["lib/domain/publishing/publication.ts", "node:crypto"],
    ["lib/app/publishing/publish.ts", "lib/aws/publications-table.ts"],
    ["lib/app/publishing/publish.ts", "@aws-sdk/client-sqs"],
    ["lib/networks/x/publish.ts", "lib/networks/facebook/index.ts"],
    ["lib/networks/x/publish.ts", "lib/networks/x/simulator.ts"],
    ["functions/publishing/publish.ts", "lib/networks/facebook/simulator.ts"],
    ["lib/runtime/logger.ts", "functions/publishing/publish.ts"],
    ["infra/app.ts", "lib/runtime/env.ts"],
    ["local/main.ts", "infra/app.ts"],
  ])("catches %s importing %s", (from, to) => {
    expect(mayImport({ from, to })).toBe(false);
  });
});

/** Each circle by which a file comes back to itself, told once. */
function circlesIn(imports: ReadonlyMap<string, readonly Import[]>): readonly string[] {
  const circles: string[] = [];
  const seen = new Set<string>();
  const follow = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start !== -1) circles.push([...path.slice(start), file].join(" > "));
    if (seen.has(file)) return;
    seen.add(file);
    for (const { to } of imports.get(file) ?? []) follow(to, [...path, file]);
  };
  for (const file of imports.keys()) follow(file, []);
  return circles;
}

/** Files that import one another, the last one the first. */
function planted(...files: readonly string[]): readonly (readonly [string, readonly Import[]])[] {
  return files.map((from, index) => [from, [{ from, to: files[(index + 1) % files.length] ?? "" }]]);
}

describe("the layout", () => {
  it("has no folders whose name says nothing", () => {
    const files = sourceFiles(["lib", "functions", "infra", "cli", "local", "bench", "test"]);

    expect(files.filter((file) => /\/(utils?|helpers?|common|types|misc)\//.test(file))).toEqual([]);
  });

  it("names no network outside its own folder", () => {
    const files = sourceFiles(["lib/app", "lib/domain", "lib/aws", "lib/runtime", "functions"]);
    const naming = files.filter((file) => /[=!]== "(facebook|instagram|x)"/.test(textOf(file)));

    expect(naming).toEqual([]);
  });
});
