import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, buildFunctions } from "../build.ts";

/** Not there yet, as after `git clone`. */
const dist = join(mkdtempSync(join(tmpdir(), "antenne-build-")), "dist");
let bundles: readonly Bundle[];

beforeAll(async () => {
  bundles = await buildFunctions(dist);
});
afterAll(() => rmSync(dist, { recursive: true, force: true }));

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

const textOf = (name: string) =>
  filesOf(join(dist, name))
    .map((file) => readFileSync(join(dist, name, file), "utf8"))
    .join("\n");

describe("the bundles", () => {
  it("are one file each, which imports nothing from beside it", () => {
    for (const { name } of bundles) {
      expect(filesOf(join(dist, name))).toEqual(["index.mjs"]);
      expect(textOf(name)).not.toMatch(/(?:from|import)\s*\(?"\./);
    }
  });

  it("know the errors of AWS that our code asks about, and only those", () => {
    expect(textOf("publishing/publish")).toContain('"ConditionalCheckFailedException"');
    expect(textOf("engagement/receive-webhook")).toContain('"ParameterNotFound"');
    expect(textOf("publishing/publish")).not.toContain("TableAlreadyExistsException");
  });

  it("are the same bytes for the same sources", async () => {
    const again = mkdtempSync(join(tmpdir(), "antenne-build-"));
    await buildFunctions(again);

    expect(filesOf(again)).toEqual(filesOf(dist));
    for (const file of filesOf(dist)) expect(readFileSync(join(again, file))).toEqual(readFileSync(join(dist, file)));
    rmSync(again, { recursive: true });
  });

  it("leave no file of an earlier build behind", async () => {
    const before = filesOf(dist);
    mkdirSync(join(dist, "publishing/of-before"));
    writeFileSync(join(dist, "publishing/of-before/index.mjs"), "");
    await buildFunctions(dist);

    expect(filesOf(dist)).toEqual(before);
  });
});
