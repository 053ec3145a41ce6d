import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, buildFunctions } from "../build.ts";

const ADAPTS_IMAGES = "publishing/import-calendar";

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
      if (name === ADAPTS_IMAGES) continue;
      expect(filesOf(join(dist, name))).toEqual(["index.mjs"]);
      expect(textOf(name)).not.toMatch(/(?:from|import)\s*\(?"\./);
    }
  });

  it("have the library of images beside them where images are adapted, and load it only then", () => {
    expect(filesOf(join(dist, ADAPTS_IMAGES))).toEqual([
      "index.mjs",
      "sharp-wasm32-0.35.5.node.wasm",
      "sharp-wasm32.cjs",
      "sharp.cjs",
    ]);
    const index = readFileSync(join(dist, ADAPTS_IMAGES, "index.mjs"), "utf8");
    expect(index.match(/(?:from|import)\s*\(?"\.[^"]*"/g)).toEqual(['import("./sharp.cjs"']);
  });

  it("adapt an image with it, on any processor", () => {
    const program = `
      const { default: sharp } = await import(${JSON.stringify(join(dist, ADAPTS_IMAGES, "sharp.cjs"))});
      const plain = { create: { width: 8, height: 8, channels: 3, background: "#fff" } };
      const { info } = await sharp(plain).resize(4, 6, { fit: "contain" }).jpeg().toBuffer({ resolveWithObject: true });
      console.log(info.format, info.width, info.height);`;
    const said = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });

    expect(said.trim()).toBe("jpeg 4 6");
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
