import { readFile, rm, writeFile } from "node:fs/promises";
import * as z from "zod";
import { JsonRecord } from "../json.ts";
import type { QueueClient } from "./queue-client.ts";

const Message = z.object({
  body: z.string(),
  messageAttributes: JsonRecord.default({}),
  /** Milliseconds since 1970. */
  delayUntil: z.number().optional(),
  messageGroupId: z.string().optional(),
  messageDeduplicationId: z.string().optional(),
});

/** What the emulator shows of a queue. What is in flight has not been dealt with. */
export const QueueContent = z
  .object({
    url: z.string(),
    messages: z.object({
      inflight: z.array(z.object({ message: Message })),
      ready: z.array(Message),
      delayed: z.array(Message),
    }),
  })
  .transform(({ url, messages: { inflight, ready, delayed } }) => ({
    name: url.split("/").at(-1) ?? "",
    messages: [...inflight.map(({ message }) => message), ...ready, ...delayed],
  }));

const Memory = z.array(z.object({ name: z.string(), messages: z.array(Message) }));
type Memory = z.output<typeof Memory>;

/**
 * Keeps what the queues hold when the laptop stops. A laptop that is killed loses it, which the pipeline must survive:
 * that is what its sweeps are for.
 */
export class QueueMemory {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async save(contents: Memory): Promise<void> {
    await writeFile(this.#file, JSON.stringify(contents.filter(({ messages }) => messages.length > 0)), {
      mode: 0o600,
    });
  }

  /** Sends everything again, once, to those queues that still exist. */
  async restore(queues: QueueClient, urlOf: (name: string) => string | undefined): Promise<void> {
    const saved = await readFile(this.#file, "utf8").catch(() => "[]");
    await rm(this.#file, { force: true });
    for (const { name, messages } of Memory.parse(JSON.parse(saved))) {
      const QueueUrl = urlOf(name);
      if (!QueueUrl) continue;
      for (const message of messages) await queues.call("SendMessage", { QueueUrl, ...sending(message) });
    }
  }
}

function sending({
  body,
  messageAttributes,
  delayUntil,
  messageGroupId,
  messageDeduplicationId,
}: z.output<typeof Message>) {
  const delaySeconds = Math.ceil(((delayUntil ?? 0) - Date.now()) / 1000);
  return {
    MessageBody: body,
    MessageAttributes: messageAttributes,
    ...(delaySeconds > 0 && !messageGroupId ? { DelaySeconds: delaySeconds } : {}),
    ...(messageGroupId ? { MessageGroupId: messageGroupId } : {}),
    ...(messageDeduplicationId ? { MessageDeduplicationId: messageDeduplicationId } : {}),
  };
}
