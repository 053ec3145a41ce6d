import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { antenne } from "./running-antenne.ts";

const folder = mkdtempSync(join(tmpdir(), "antenne-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("antenne --help", () => {
  it("shows every command, examples and the exit codes", async () => {
    const { exitCode, stdout } = await antenne(["--help"]);

    expect(exitCode).toBe(0);
    for (const word of ["calendar", "publications", "inbox", "reply", "metrics", "networks", "channels"]) {
      expect(stdout).toContain(word);
    }
    expect(stdout).toMatch(/Examples:[\s\S]*Exit codes: 0 done, 1 problems found, 2 wrong use, 3/);
  });

  it.each([
    ["calendar check", /--media/],
    ["reply", /--reply-id/],
    ["channels add", /ANTENNE_ACCESS_TOKEN/],
  ])("teaches one command: %s", async (command, words) => {
    const { exitCode, stdout } = await antenne([...command.split(" "), "--help"]);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Usage: antenne ${command}`);
    expect(stdout).toMatch(words);
  });
});

describe("antenne, used wrongly", () => {
  it.each([
    ["an unknown command", ["publcations"], /unknown command 'publcations'[\s\S]*publications/],
    ["an unknown option", ["networks", "--bogus"], /unknown option '--bogus'/],
    ["a missing argument", ["calendar", "check"], /missing required argument 'file'/],
    ["an unknown state", ["publications", "list", "--state", "gone"], /Allowed choices are planned,/],
    ["a day that is none", ["metrics", "--from", "2026-02-30"], /A day is written like 2026-12-24/],
    ["no days at all", ["inbox", "list", "--days", "0"], /A whole number, at least 1/],
    ["a file that is not there", ["calendar", "check", "absent.csv"], /There is no file absent\.csv/],
    ["a channel without a name", ["channels", "add", "facebook", "--remote-id", "1"], /network\/name, such as/],
    ["a network that there is not", ["channels", "add", "myspace/acme", "--remote-id", "1"], /There are: facebook/],
  ])("answers %s with exit code 2 and a line that helps", async (_, args, words) => {
    const { exitCode, stdout, stderr } = await antenne(["--data", folder, ...args]);

    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });
});

describe("antenne without a laptop", () => {
  it("tells how to start one, or to name a stage, with exit code 3", async () => {
    const { exitCode, stderr } = await antenne(["--data", folder, "publications", "list"]);

    expect(exitCode).toBe(3);
    expect(stderr).toContain("npm start");
    expect(stderr).toContain("--stage");
  });

  it("notices that the laptop of the folder has stopped", async () => {
    writeFileSync(join(folder, "laptop.json"), JSON.stringify({ endpoint: "http://127.0.0.1:9", outputs: {} }));

    const { exitCode, stderr } = await antenne(["--data", folder, "inbox", "list"]);

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("not running") });
  });

  it("checks a calendar for the channels that the laptop begins with, and touches nothing", async () => {
    const calendar = join(folder, "far.csv");
    writeFileSync(calendar, "Date,Text,Notes\n2090-12-24 09:00,Bonjour,demander à Anna\n");
    const flags = ["--channel", "facebook; x", "--timezone", "Europe/Paris", "--language", "fr", "--json"];

    const { exitCode, stdout } = await antenne(["--data", folder, "calendar", "check", calendar, ...flags]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      rows: 1,
      add: 1,
      change: 0,
      cancel: 0,
      unchanged: 0,
      problems: [
        {
          line: 1,
          column: "Notes",
          value: "",
          problem: "la colonne « Notes » est inconnue et n'a pas été lue",
          remedy: expect.any(String),
          severity: "warning",
        },
      ],
      posts: [
        {
          line: 2,
          id: expect.any(String),
          dueAt: "2090-12-24T08:00:00.000Z",
          channels: ["facebook/lumiere", "x/lumiere"],
          text: "Bonjour",
          media: [],
        },
      ],
    });
  });

  it("refuses a time zone that there is not", async () => {
    const calendar = new URL("../../events/calendars/publer.csv", import.meta.url).pathname;

    const { exitCode, stderr } = await antenne(["calendar", "check", calendar, "--timezone", "Europe/Pariss"]);

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Write Europe/Paris") });
  });

  it("knows the networks all the same", async () => {
    const { exitCode, stdout } = await antenne(["--data", folder, "networks", "--json"]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ name: "x", displayName: "X", publishes: true }),
    );
  });
});
