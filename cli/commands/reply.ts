import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { requestReply } from "#lib/app/engagement/request-reply.ts";
import { queueClient } from "#lib/aws/clients.ts";
import { StoredReplies } from "#lib/aws/conversations-table/replies.ts";
import { documentClient } from "#lib/aws/document-client.ts";
import { SqsReplyQueue } from "#lib/aws/reply-queue.ts";
import type { Reply } from "#lib/domain/engagement/reply.ts";
import { CommandFailure, EXIT } from "../failure.ts";
import { outputOf, targetOf } from "../global-options.ts";

interface ReplyOptions {
  readonly message?: string;
  readonly replyId?: string;
  readonly wait: boolean;
}

/** How long to watch what becomes of an answer. */
const PATIENCE_MS = 30_000;

export function addReplyCommand(program: Command): void {
  program
    .command("reply")
    .description("answer a customer, on the network where they wrote")
    .argument("<conversation>", "the conversation's id, as `inbox list` shows it")
    .argument("<text>", "the answer")
    .option("--message <id>", "the message to answer; by default the customer's latest")
    .option("--reply-id <id>", "your own id for this answer: asking twice with the same one answers once")
    .option("--no-wait", "do not wait until the answer is out")
    .action((conversationId: string, text: string, options: ReplyOptions, command: Command) =>
      reply({ conversationId, text, messageId: options.message, replyId: options.replyId }, options, command),
    );
}

async function reply(
  wanted: { conversationId: string; text: string; messageId?: string; replyId?: string },
  { wait }: ReplyOptions,
  command: Command,
): Promise<void> {
  const output = outputOf(command);
  const { ReplyQueueUrl, ConversationsTableName } = await targetOf(command);
  const queue = new SqsReplyQueue(queueClient(), ReplyQueueUrl);
  const { replyId } = await requestReply(wanted, { queue, newId: randomUUID });
  const replies = new StoredReplies(documentClient(), ConversationsTableName);
  const outcome = wait ? await outcomeOf(replyId, replies) : undefined;
  if (output.isJson) output.json(outcome ?? { replyId, state: "requested" });
  else output.print(outcome ? inWords(outcome) : `Asked for; its id is ${replyId}.`);
  if (outcome?.state === "failed") throw new CommandFailure("The answer was not sent.", EXIT.problems);
}

async function outcomeOf(replyId: string, replies: StoredReplies): Promise<Reply | undefined> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 500) {
    const found = await replies.load(replyId);
    if (found && ["sent", "failed", "review"].includes(found.state)) return found;
    await sleep(500);
  }
  return undefined;
}

function inWords({ replyId, state, reason, url }: Reply): string {
  if (state === "sent") return `Answered.${url ? ` ${url}` : ""}`;
  if (state === "failed") return `The network refused: ${reason ?? "no reason given"}`;
  return `Nobody knows yet whether it is out (${reason ?? state}); its id is ${replyId}.`;
}
