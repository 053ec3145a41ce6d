import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { isSampleDue, openDataFolder, rememberSample } from "#local/data-folder.ts";
import { DataFolderError } from "#local/laptop-error.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "antenne-data-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("openDataFolder", () => {
  it("makes the folder, and keeps what is in it the next time", () => {
    const folder = join(aFolder(), "deep", "inside");

    openDataFolder(folder, { isFresh: false });
    writeFileSync(join(folder, "state"), "x");
    openDataFolder(folder, { isFresh: false });

    expect(existsSync(join(folder, "state"))).toBe(true);
  });

  it("forgets everything in a folder of its own when it begins anew", () => {
    const folder = aFolder();
    openDataFolder(folder, { isFresh: false });
    rememberSample(folder, new Date());

    openDataFolder(folder, { isFresh: true });

    expect(isSampleDue(folder)).toBe(true);
  });

  it("never deletes a folder that it did not make", () => {
    const folder = aFolder();
    writeFileSync(join(folder, "thesis.odt"), "years of work");

    expect(() => openDataFolder(folder, { isFresh: true })).toThrow(DataFolderError);
    expect(existsSync(join(folder, "thesis.odt"))).toBe(true);
  });

  it("takes an empty folder that somebody else made", () => {
    const folder = join(aFolder(), "empty");
    mkdirSync(folder);

    expect(() => openDataFolder(folder, { isFresh: true })).not.toThrow();
  });

  it("says what to do when the folder cannot be written", () => {
    const file = join(aFolder(), "a-file");
    writeFileSync(file, "");

    expect(() => openDataFolder(join(file, "data"), { isFresh: false })).toThrow(DataFolderError);
    expect(() => openDataFolder(join(file, "data"), { isFresh: false })).toThrow(/--data/);
  });
});

describe("the sample calendar", () => {
  it("is uploaded once for each data folder", () => {
    const folder = aFolder();

    const before = isSampleDue(folder);
    rememberSample(folder, new Date());

    expect([before, isSampleDue(folder)]).toEqual([true, false]);
  });
});
