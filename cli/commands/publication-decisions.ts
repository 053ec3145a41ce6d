import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import type { Command } from "commander";
import { type Decision, decidePublication } from "#lib/app/publishing/decide-publication.ts";
import { busClient, queueClient } from "#lib/aws/clients.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { SqsPublishQueue } from "#lib/aws/publish-queue.ts";
import { isAwaitingApproval } from "#lib/domain/publishing/approval.ts";
import type { ReviewQuestion } from "#lib/domain/publishing/publication.ts";
import { BEFORE_SENDING } from "#lib/domain/publishing/transitions/transition.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import { CommandFailure, EXIT } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { openPublications } from "../open-publications.ts";

interface ResolveOptions {
  readonly live?: boolean;
  readonly notLive?: boolean;
  readonly send?: boolean;
  readonly doNotSend?: boolean;
  readonly remoteId?: string;
  readonly url?: string;
  readonly by: string;
}

/** What a named person may decide about one publication. */
export function addDecisions(publications: Command): void {
  decision(publications, "cancel", "take it back, as long as it is not being sent")
    .option("--why <reason>", "kept in its timeline", "cancelled by a person")
    .action((id: string, { why, by }: { why: string; by: string }, command: Command) =>
      decide(id, { to: "cancel", why }, { by, command }),
    );
  decision(publications, "retry", "publish after all, and at once, what failed, was missed or was cancelled").action(
    (id: string, { by }: { by: string }, command: Command) => decide(id, { to: "retry" }, { by, command }),
  );
  decision(
    publications,
    "resolve",
    "answer what a review asks: is it live? Or, where it was too late: is it still wanted?",
  )
    .option("--live", "you looked: it is on the network")
    .option("--not-live", "you looked: it is not, send it again")
    .option("--send", "late as it is, send it now")
    .option("--do-not-send", "it is not wanted any more")
    .option("--remote-id <id>", "with --live: its id at the network")
    .option("--url <address>", "with --live: where followers see it")
    .action((id: string, options: ResolveOptions, command: Command) =>
      decide(id, verdictOf(options), { by: options.by, command }),
    );
}

function decision(publications: Command, name: string, description: string): Command {
  return publications
    .command(name)
    .description(description)
    .argument("<publication>", "its id, as `publications list` shows it")
    .option("--by <name>", "who decides; kept in its timeline", userInfo().username);
}

function verdictOf({ live, notLive, send, doNotSend, remoteId, url }: ResolveOptions): Decision {
  const given = [live, notLive, send, doNotSend].filter(Boolean).length;
  if (given !== 1) throw new CommandFailure("Answer with one of --live, --not-live, --send, --do-not-send.");
  if (send || doNotSend) return { to: "resolve", verdict: { answers: "still-wanted", isWanted: Boolean(send) } };
  const answers = "is-it-live";
  return { to: "resolve", verdict: live ? { answers, isLive: true, remoteId, url } : { answers, isLive: false } };
}

/** What a review asks, and how to answer. */
export const QUESTIONS: Readonly<Record<ReviewQuestion, string>> = {
  "is-it-live": "is it live? Look at the network, then answer --live or --not-live.",
  "still-wanted": "it came too late: is it still wanted? Answer --send or --do-not-send.",
};

async function decide(
  publicationId: string,
  wanted: Decision,
  { by, command }: { readonly by: string; readonly command: Command },
): Promise<void> {
  const output = outputOf(command);
  const target = await targetOf(command);
  const { publications } = openPublications(target);
  const result = await decidePublication(
    publicationId,
    { decision: wanted, by },
    {
      clock: systemClock,
      newId: randomUUID,
      publications,
      publishQueue: new SqsPublishQueue(queueClient(), target.PublishQueueUrl),
      events: new EventBus(busClient(), target.EventBusName),
    },
  );
  if (result.outcome === "unknown") {
    throw new CommandFailure(`There is no publication ${publicationId}. \`antenne publications list\` shows the ids.`);
  }
  const { state } = result.publication;
  if (result.outcome === "asked-otherwise")
    throw new CommandFailure(`That is not the question: ${QUESTIONS[result.question]}`, EXIT.problems);
  if (result.outcome === "refused") {
    throw new CommandFailure(`It is ${state}: that cannot be undone by \`${wanted.to}\`.`, EXIT.problems);
  }
  if (output.isJson) return output.json(result.publication);
  output.print(`Done: it is ${state} now.`);
  if (BEFORE_SENDING.includes(state) && isAwaitingApproval(result.publication)) {
    output.print(`It does not go out before somebody approves it: \`antenne calendar approve\`.`);
  }
}
