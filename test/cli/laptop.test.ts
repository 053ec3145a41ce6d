import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dueSoon } from "#test/e2e/due-soon.ts";
import { RunningSession } from "#test/e2e/running-session.ts";
import { antenne, type Finished } from "./running-antenne.ts";

const running = new RunningSession();
const files = mkdtempSync(join(tmpdir(), "antenne-cli-files-"));
const TEXT = "Les bûches sont là 🎄";

/** Here is no terminal: whatever the command, colour codes would be in a script's way. */
async function onLaptop(...args: readonly string[]): Promise<Finished> {
  const finished = await antenne(["--data", running.dataFolder, ...args]);
  expect(finished.stdout + finished.stderr).not.toContain("\u001B[");
  return finished;
}

/** One JSON document, and nothing else. */
async function json<Shape>(...args: readonly string[]): Promise<Shape> {
  const { exitCode, stdout, stderr } = await onLaptop(...args, "--json");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return JSON.parse(stdout);
}

function aFile(name: string, csv: string): string {
  const path = join(files, name);
  writeFileSync(path, csv);
  return path;
}

beforeAll(async () => {
  await running.start();
  const row = { dueIn: 6, channels: "facebook; x", text: TEXT };
  const applied = await onLaptop("calendar", "apply", aFile("Été.csv", dueSoon({ id: "a-1", ...row })), "--json");
  expect(JSON.parse(applied.stdout)).toMatchObject({ key: "calendars/Été.csv", resultKey: "reports/Été.result.csv" });
  await running.network("x").customer.direct({ author: "Zoé", text: "Ouvert dimanche ?" });
  await running.hears("MessageRouted", 1);
  await running.hears("PublicationPublished", 2);
  await running.session.runFunction("measurement/plan-collection");
  await running.hears("SnapshotsStored", 3);
}, 60_000);
afterAll(async () => {
  rmSync(files, { recursive: true, force: true });
  await running.remove();
});

describe("antenne calendar check", () => {
  const good = { id: "g-1", dueIn: 3600, channels: "facebook", text: "Bonjour" };

  it("finds nothing wrong with a good calendar, and plans nothing", async () => {
    const { exitCode, stdout } = await onLaptop("calendar", "check", aFile("good.csv", dueSoon(good)));

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/facebook\/lumiere[\s\S]*1 rows?: 1 would be planned, 0 rejected/);
    expect(running.told("CalendarImported")).toHaveLength(1);
  });

  it("tells a script every problem, and says so by its exit code", async () => {
    const csv = dueSoon(good, { ...good, id: "g-2", channels: "facebok", media: "absent.jpg" });

    const { exitCode, stdout } = await onLaptop("calendar", "check", aFile("bad.csv", csv), "--json", "--media", files);

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 2,
      add: 1,
      change: 0,
      cancel: 0,
      unchanged: 0,
      posts: [{ line: 2, channels: ["facebook/lumiere"] }],
      problems: [
        { line: 3, column: "media", severity: "warning", problem: expect.any(String), remedy: expect.any(String) },
        { line: 3, column: "channels", severity: "error" },
      ],
    });
  });

  it("compares with what is planned: adds, changes and cancels, before and after, until nothing is left to do", async () => {
    const csv = dueSoon({ ...good, id: "c-1", text: "Un pain" }, { ...good, id: "c-2", text: "Deux pains" });
    const applied = await json<object>("calendar", "apply", aFile("plan.csv", csv));
    expect(applied).toMatchObject({ rows: 2, add: 2, change: 0, cancel: 0, unchanged: 0, rejected: 0, problems: [] });

    const [header = "", first = ""] = csv.split("\r\n");
    const edited = aFile(
      "plan.csv",
      [
        header,
        first.replace("Un pain", "Une brioche"),
        dueSoon({ ...good, id: "c-3", text: "Trois croissants" }).split("\r\n")[1],
        "",
      ].join("\r\n"),
    );
    const { stdout } = await onLaptop("calendar", "check", edited);
    expect(stdout).toMatch(/change +│ 2[\s\S]*add +│ 3[\s\S]*cancel[\s\S]*“Un pain” becomes “Une brioche”/);
    expect(stdout).toContain("To add: 1, to change: 1, to cancel: 1, unchanged: 0.");
    const changed = await onLaptop("calendar", "apply", edited);
    expect(changed).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("1 added, 1 changed, 0 unchanged, 0 rejected; 1 cancelled"),
    });

    const exported = await onLaptop("calendar", "export", "--calendar", "plan");
    const again = await json<object>("calendar", "check", aFile("plan.csv", exported.stdout));
    expect(again).toMatchObject({ rows: 2, add: 0, change: 0, cancel: 0, unchanged: 2, problems: [] });
    const elsewhere = await json<object>("calendar", "check", aFile("plan (1).csv", exported.stdout));
    expect(elsewhere).toMatchObject({ rows: 2, add: 0, change: 0, cancel: 0, unchanged: 2 });
    const ics = await onLaptop("calendar", "export", "--format", "ics", "--calendar", "plan");
    expect(ics.stdout.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  }, 180_000);

  it("shows the result of an upload, and tells a script of rejected rows by its exit code", async () => {
    const wanted = { ...good, text: "Le résultat" };
    const csv = dueSoon({ ...wanted, id: "e-1" }, { ...wanted, id: "e-2", channels: "facebok" });

    const { exitCode, stdout } = await onLaptop("calendar", "apply", aFile("result.csv", csv));

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/rejected[\s\S]*e-2[\s\S]*facebok[\s\S]*1 added, 0 changed, 0 unchanged, 1 rejected/);
    expect(stdout).toContain("reports/result.result.csv");
  });

  it("says that a file as a whole is of no use", async () => {
    const { exitCode, stdout } = await onLaptop("calendar", "check", aFile("empty.csv", ""));

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/the file is empty[\s\S]*Nothing of this file can be planned/);
  });
});

describe("antenne publications", () => {
  interface Listed {
    readonly publicationId: string;
    readonly channelId: string;
  }

  it("lists what went out, and only what was asked for", async () => {
    const { stdout } = await onLaptop("publications", "list", "--channel", "x/lumiere", "--state", "published");

    expect(stdout).toContain(TEXT);
    expect(stdout).toContain("https://x.com/");
    expect(stdout).not.toContain("facebook/lumiere");
    expect(await json<Listed[]>("publications", "list", "--state", "failed")).toEqual([]);
  });

  it("shows one with its whole timeline", async () => {
    const [first] = await json<Listed[]>("publications", "list");

    const { exitCode, stdout } = await onLaptop("publications", "show", first?.publicationId ?? "");

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^published on (facebook|x)\/lumiere/);
    for (const word of ["planned", "sending", "published", TEXT]) expect(stdout).toContain(word);
    expect(stdout).toMatch(/│ published │ publisher │ .*\(trace [\w-]{16,23}\)/);
  });

  it("knows when there is none", async () => {
    const { exitCode, stderr } = await onLaptop("publications", "show", "p-none");

    expect(exitCode).toBe(2);
    expect(stderr).toContain("publications list");
  });
});

describe("antenne inbox and reply", () => {
  interface Conversation {
    readonly conversationId: string;
    readonly isAnswerDue: boolean;
  }

  it("shows who waits, answers on the network once, and then nobody waits any more", async () => {
    const [waiting] = await json<Conversation[]>("inbox", "list");
    const conversation = waiting?.conversationId ?? "";

    const answered = await onLaptop("reply", conversation, "Oui, de 7 h à 13 h.", "--reply-id", "r-1");
    await onLaptop("reply", conversation, "Oui, de 7 h à 13 h.", "--reply-id", "r-1", "--no-wait");
    const [after] = await json<Conversation[]>("inbox", "list");
    const { stdout } = await onLaptop("inbox", "show", conversation);

    expect([waiting?.isAnswerDue, after?.isAnswerDue]).toEqual([true, false]);
    expect(answered).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Answered.") });
    expect(stdout).toMatch(/Zoé.*: Ouvert dimanche \?\n.*we.*: Oui, de 7 h à 13 h\./);
    const ours = running.network("x").truth.messages.filter(({ isOurs }) => isOurs);
    expect(ours.map(({ text }) => text)).toEqual(["Oui, de 7 h à 13 h."]);
  }, 40_000);

  it("says why an answer cannot go out", async () => {
    const { exitCode, stdout } = await onLaptop("reply", "nobody", "Bonjour ?", "--json");

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ state: "failed", reason: expect.any(String) });
  }, 40_000);
});

describe("antenne channels group", () => {
  it("gives several channels one name, which calendars then use, and takes it away again", async () => {
    expect(await json("channels", "group", "all pages", "facebook", "x/lumiere")).toEqual({
      name: "all pages",
      channelIds: ["facebook/lumiere", "x/lumiere"],
    });
    expect((await onLaptop("channels", "groups")).stdout).toContain("facebook/lumiere, x/lumiere");
    const file = aFile("group.csv", dueSoon({ id: "g-9", dueIn: 3600, channels: "All pages", text: "Bonjour" }));
    const checked = await json<{ posts: { channels: string[] }[] }>("calendar", "check", file);
    expect(checked.posts.flatMap(({ channels }) => channels)).toEqual(["facebook/lumiere", "x/lumiere"]);

    await json("channels", "group", "ALL pages", "--remove");
    expect(await json("channels", "groups")).toEqual([]);
  });

  it.each([
    ["a name that means something else", ["facebook", "x"], "name of a network"],
    ["a channel that there is not", ["all", "x/nobody"], "There are: facebook/lumiere"],
    ["a group to take away that there is not", ["all", "--remove"], "There are: none"],
  ])("refuses %s", async (_, args, words) => {
    const { exitCode, stderr } = await onLaptop("channels", "group", ...args);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe("antenne channels slots", () => {
  const csv = "date,time,channels,text\n2027-03-01,,facebook,Bonjour\n";

  it("gives rows without a time the next free slot of their channel", async () => {
    expect(await json("channels", "slots", "facebook", "lun-ven 9h20,14h10; sam 10h")).toEqual({
      channelId: "facebook/lumiere",
      slots: "mon-fri 09:20, 14:10; sat 10:00",
    });
    const checked = await json<{ posts: { dueAt: string }[] }>("calendar", "check", aFile("slots.csv", csv));
    expect(checked.posts.map(({ dueAt }) => dueAt)).toEqual([expect.stringMatching(/^2027-03-01T0[89]:20/)]);

    await json("channels", "slots", "facebook/lumiere", "--remove");
    expect(await json("channels", "slots")).toEqual([]);
  });

  it("says which words it cannot read", async () => {
    const { exitCode, stderr } = await onLaptop("channels", "slots", "facebook", "mon 9:00; someday 10:00");

    expect(exitCode).toBe(2);
    expect(stderr).toContain("“someday 10:00” cannot be read");
  });
});

describe("antenne channels defaults", () => {
  it("sets what rows of a channel get that say nothing, and takes it away again", async () => {
    const crop = { channelId: "instagram/lumiere", imageFit: "crop" };

    expect(await json("channels", "defaults", "instagram", "--image-fit", "rogner")).toEqual([crop]);
    expect(await json("channels", "defaults")).toEqual([crop]);
    expect(await json("channels", "defaults", "instagram", "--no-image-fit")).toEqual([]);
  });

  it("says how late posts may be, on one channel or on all", async () => {
    const ofX = { channelId: "x/lumiere", ifLate: "ask" };
    const ofAll = { channelId: "*", ifLate: "1 h" };

    expect(await json("channels", "defaults", "x", "--if-late", "ask")).toEqual([ofX]);
    expect(await json("channels", "defaults", "all", "--if-late", "60 min")).toEqual([ofAll]);
    expect(await json("channels", "defaults")).toEqual(expect.arrayContaining([ofX, ofAll]));
    await json("channels", "defaults", "all", "--no-if-late");
    expect(await json("channels", "defaults", "x", "--no-if-late")).toEqual([]);
  });

  it("says which word it cannot read", async () => {
    const { exitCode, stderr } = await onLaptop("channels", "defaults", "facebook", "--image-fit", "stretch");

    expect(exitCode).toBe(2);
    expect(stderr).toContain("Write one of: pad, crop, none");
  });
});

describe("antenne calendar approve", () => {
  it("lets out what waits for a yes, under the name of the person who gave it", { timeout: 90_000 }, async () => {
    const row = { id: "v-1", dueIn: 3600, channels: "facebook", text: "À relire" };
    await onLaptop("calendar", "apply", aFile("relire.csv", `#approval: required\n${dueSoon(row)}`), "--json");
    expect((await onLaptop("calendar", "approvals")).stdout).toContain("À relire");

    const { done } = await json<{ done: { publicationId: string }[] }>(
      ...["calendar", "approve", "relire.csv", "--row", "v-1", "--by", "Anna"],
    );
    expect((await onLaptop("calendar", "approvals", "relire")).stdout).toContain("Nothing waits");
    const shown = await onLaptop("publications", "show", done[0]?.publicationId ?? "");
    expect(shown.stdout).toMatch(/approved.*Anna/);
  });

  it("wants to know what is meant, and says when nothing waits", async () => {
    expect((await onLaptop("calendar", "approve", "relire")).stderr).toContain("--row ID or --all");
    expect((await onLaptop("calendar", "approve", "relire", "--all")).stderr).toContain("waits for an approval");
  });

  it("remembers for which channels and campaigns an approval is needed", async () => {
    await json("calendar", "require-approval", "--channel", "x/lumiere", "--campaign", "Noël");
    expect(await json("calendar", "require-approval")).toEqual({ channels: ["x/lumiere"], campaigns: ["noël"] });

    await json("calendar", "require-approval", "--channel", "x/lumiere", "--campaign", "noël", "--remove");
    expect(await json("calendar", "require-approval")).toEqual({ channels: [], campaigns: [] });
  });
});

describe("antenne publishing", () => {
  it("stops everything or one channel, says what is stopped and why, and starts it again", async () => {
    const by = ["--by", "Marie", "--why", "wrong price"];
    expect(await json("publishing", "stop", "--channel", "x/lumiere", ...by)).toEqual({ stopped: true });
    expect(await json("publishing", "stop", ...by)).toEqual({ stopped: true });
    expect(await json("publishing", "stop", "--why", "again")).toEqual({ stopped: false });

    const status = await onLaptop("publishing", "status");
    expect(status.stdout).toMatch(/All publishing, since .*, by Marie: wrong price/);
    expect(status.stdout).toContain("Publishing on x/lumiere");

    const started = await onLaptop("publishing", "start");
    expect(started.stdout).toContain("All publishing goes on.");
    expect(started.stdout).toContain("Still stopped: Publishing on x/lumiere");
    await json("publishing", "start", "--channel", "x/lumiere");
    expect((await onLaptop("publishing", "status")).stdout).toContain("Nothing is stopped.");
  });

  it("stops no channel that there is not, which would only look like safety", async () => {
    const { exitCode, stderr } = await onLaptop("publishing", "stop", "--channel", "x/nobody", "--why", "typo");

    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("There are: facebook/lumiere")]);
  });
});

describe("antenne metrics, networks and channels", () => {
  it("prints the numbers of channels and of posts", async () => {
    const channels = await json<{ subject: { channelId: string }; metrics: object }[]>("metrics");
    const posts = await onLaptop("metrics", "--posts");

    expect(channels.map(({ subject }) => subject.channelId).toSorted()).toEqual([
      "facebook/lumiere",
      "instagram/lumiere",
      "tiktok/lumiere",
      "x/lumiere",
    ]);
    expect(posts.stdout).toMatch(/x\/lumiere p\w+/);
  });

  it("connects a channel, and keeps its token to itself", async () => {
    const args = ["--data", running.dataFolder, "channels", "add", "x/lyon", "--remote-id", "42", "--handle", "lyon"];

    const added = await antenne([...args, "--json"], { ANTENNE_ACCESS_TOKEN: "very-secret" });
    const without = await antenne(args);

    expect(JSON.parse(added.stdout)).toMatchObject({ channelId: "x/lyon", network: "x", handle: "lyon" });
    expect(without).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("ANTENNE_ACCESS_TOKEN") });
    const channels = await json<object[]>("channels", "list");
    expect(channels).toContainEqual(expect.objectContaining({ channelId: "x/lyon", remoteId: "42" }));
    expect(JSON.stringify(channels)).not.toContain("very-secret");
  });
});
