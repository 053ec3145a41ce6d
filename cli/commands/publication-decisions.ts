import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import type { Command } from "commander";
import { type Decision, decidePublication } from "#lib/app/publishing/decide-publication.ts";
import { busClient, queueClient } from "#lib/aws/clients.ts";
import { EventBus } from "#lib/aws/event-bus.ts";
import { SqsPublishQueue } from "#lib/aws/publish-queue.ts";
import { systemClock } from "#lib/runtime/clock.ts";
import { CommandFailure, EXIT } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";
import { openPublications } from "../open-publications.ts";

interface ResolveOptions {
  readonly live?: boolean;
  readonly notLive?: boolean;
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
  decision(publications, "resolve", "end a review: look at the network first, then say what you saw")
    .option("--live", "it is on the network")
    .option("--not-live", "it is not: send it again")
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

function verdictOf({ live, notLive, remoteId, url }: ResolveOptions): Decision {
  if (live === notLive) throw new CommandFailure("Say what you saw: --live or --not-live.");
  return { to: "resolve", verdict: live ? { isLive: true, remoteId, url } : { isLive: false } };
}

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
  if (result.outcome === "refused") {
    throw new CommandFailure(`It is ${state}: that cannot be undone by \`${wanted.to}\`.`, EXIT.problems);
  }
  if (output.isJson) output.json(result.publication);
  else output.print(`Done: it is ${state} now.`);
}
