import { type Command, Option } from "commander";
import { listPublications } from "#lib/app/publishing/list-publications.ts";
import { PUBLICATION_STATES, type Publication, type PublicationState } from "#lib/domain/publishing/publication.ts";
import { describeRisks, type Risk } from "#lib/domain/publishing/risk.ts";
import { BEFORE_SENDING } from "#lib/domain/publishing/transitions/transition.ts";
import { DAY_MS, day } from "../arguments.ts";
import { CommandFailure } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { openPublications } from "../open-publications.ts";
import { type Output, readable, shorten } from "../output.ts";
import { addDecisions, QUESTIONS } from "./publication-decisions.ts";
import { threadOf } from "./publication-thread.ts";

interface ListOptions {
  readonly from?: Date;
  readonly to?: Date;
  readonly channel?: string;
  readonly state?: PublicationState;
}

export function addPublicationCommands(program: Command): void {
  const publications = program.command("publications").description("what is planned, what went out, and what did not");
  publications
    .command("list")
    .description("publications by the day they are due (UTC); by default a week back to a month ahead")
    .option("--from <day>", "first day, such as 2026-12-01", day)
    .option("--to <day>", "last day", day)
    .option("--channel <id>", "only this channel, such as facebook/acme")
    .addOption(new Option("--state <state>", "only this state").choices([...PUBLICATION_STATES]))
    .action((options: ListOptions, command: Command) => list(options, command));
  publications
    .command("show")
    .description("one publication with its whole timeline")
    .argument("<publication>", "its id, as `publications list` shows it")
    .action((publicationId: string, _options: unknown, command: Command) => show(publicationId, command));
  addDecisions(publications);
}

async function list({ from, to, channel, state }: ListOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const { publications, dueIndex } = openPublications(await targetOf(command));
  const now = Date.now();
  const listing = {
    from: from ?? new Date(now - 7 * DAY_MS),
    to: to ?? new Date(now + 31 * DAY_MS),
    channelId: channel,
    state,
  };
  const found = await listPublications(listing, { publications, dueIndex, archive: dueIndex });
  if (output.isJson) return output.json(found);
  if (found.length === 0) return output.print("Nothing is planned or published in that time.");
  output.table(
    ["due", "channel", "state", "late", "text", "link or reason", "id"],
    found.map((each) => row(each, output)),
  );
}

function row(publication: Publication, output: Output): string[] {
  const { dueAt, channelId, state, latenessMs, draft, url, publicationId } = publication;
  return [
    readable(dueAt),
    channelId,
    output.style(COLOURS[state] ?? "reset", state),
    latenessMs === undefined ? "" : `${(latenessMs / 1_000).toFixed(1)} s`,
    shorten(draft.text, 40),
    url ?? shorten(reasonOf(publication)),
    publicationId,
  ];
}

/** What is wrong with it, or will be. */
function reasonOf(publication: Publication): string {
  const risks = openRisks(publication);
  return risks.length > 0 ? `at risk: ${describeRisks(risks)}` : (publication.reason ?? "");
}

/** Once it is on its way, its outcome tells more. */
function openRisks({ risks = [], state }: Publication): readonly Risk[] {
  return BEFORE_SENDING.includes(state) ? risks : [];
}

const COLOURS: Readonly<Partial<Record<PublicationState, "green" | "red" | "yellow">>> = {
  published: "green",
  failed: "red",
  missed: "red",
  uncertain: "yellow",
  review: "yellow",
};

async function show(publicationId: string, command: Command): Promise<void> {
  const output = outputOf(command);
  const { publications } = openPublications(await targetOf(command));
  const [publication] = await publications.getMany([publicationId]);
  if (!publication) {
    throw new CommandFailure(`There is no publication ${publicationId}. \`antenne publications list\` shows the ids.`);
  }
  const thread = await threadOf(publication, publications);
  if (output.isJson) return output.json({ ...publication, thread: thread.map(({ publicationId }) => publicationId) });
  const { calendar, rowId, channelId, state, dueAt, draft, url, remoteId, reason, question } = publication;
  output.print(
    `${output.style("bold", state)} on ${channelId}, due ${readable(dueAt)} (calendar ${calendar}, row ${rowId})`,
  );
  if (url ?? remoteId) output.print(`${url ?? ""} ${remoteId ? `(${remoteId})` : ""}`.trim());
  if (reason) output.print(`Reason: ${reason}`);
  for (const risk of openRisks(publication)) output.print(`At risk: ${risk.reason}`);
  if (question) output.print(`Question: ${QUESTIONS[question]}`);
  output.print(`\n${draft.text}\n`);
  if (draft.link) output.print(`Link: ${draft.link}`);
  if (draft.media.length > 0) output.print(`Media: ${draft.media.map(({ name }) => name).join(", ")}`);
  if (thread.length > 1) printThread(thread, publication, output);
  const which = thread.length > 1 ? ["which"] : [];
  output.table(["when", ...which, "what", "by", "detail"], timelineOf(thread));
}

function printThread(thread: readonly Publication[], shown: Publication, output: Output): void {
  output.table(
    ["", "which", "state", "text", "link or reason", "id"],
    thread.map((each) => [
      each.publicationId === shown.publicationId ? "→" : "",
      whichOf(each),
      output.style(COLOURS[each.state] ?? "reset", each.state),
      shorten(each.draft.text, 40),
      each.url ?? each.remoteId ?? shorten(each.reason ?? ""),
      each.publicationId,
    ]),
  );
}

/** Everything that happened to a post and to what goes out below it, in order; a post alone needs no word which it was. */
function timelineOf(thread: readonly Publication[]): string[][] {
  const entries = thread.flatMap((each) => each.history.map((entry) => ({ ...entry, which: whichOf(each) })));
  return entries
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ at, which, what, by, detail = "", traceId }) => [
      at.toISOString(),
      ...(thread.length > 1 ? [which] : []),
      what,
      by,
      [shorten(detail, 80), traceId && `(trace ${traceId})`].filter(Boolean).join(" "),
    ]);
}

function whichOf({ followUp }: Publication): string {
  if (!followUp) return "post";
  return followUp.kind === "comment" ? "first comment" : "thread";
}
