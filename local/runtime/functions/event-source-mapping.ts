import { setTimeout as delay } from "node:timers/promises";
import { type Chaos, happens } from "../chaos.ts";
import type { QueueClient } from "../emulators/queue-client.ts";
import type { RequestCounter } from "../request-counts.ts";
import type { LambdaFunction } from "./lambda-function.ts";
import { type QueueMessage, ReceivedMessages, sqsEvent, succeededMessages } from "./sqs-records.ts";

export interface MappingSettings {
  readonly queue: { readonly url: string; readonly arn: string; readonly region: string; readonly isFifo: boolean };
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly reportsItemFailures: boolean;
  /** How many batches are worked on at once. */
  readonly concurrency: number;
}

export interface MappingServices {
  readonly fn: LambdaFunction;
  readonly queues: QueueClient;
  readonly counter: RequestCounter;
  readonly chaos: Chaos;
  readonly onFailure: (fn: LambdaFunction, error: unknown) => void;
}

/** The most that SQS gives or takes in one request. */
const REQUEST_MESSAGES = 10;
const LONG_POLL_SECONDS = 20;

/** After a failure, so that a function which fails at once does not keep the machine busy. */
const PAUSE_MS = 100;

/** Feeds a function from a queue. What fails stays in the queue until its visibility timeout ends. */
export class EventSourceMapping {
  readonly #settings: MappingSettings;
  readonly #services: MappingServices;
  readonly #loops: Promise<void>[] = [];
  #isStopped = false;

  constructor(settings: MappingSettings, services: MappingServices) {
    this.#settings = settings;
    this.#services = services;
  }

  start(): void {
    for (let index = 0; index < this.#settings.concurrency; index += 1) this.#loops.push(this.#loop());
  }

  /** Takes no further batch. The loops end when their receives and invocations do. */
  stop(): void {
    this.#isStopped = true;
  }

  async ended(): Promise<void> {
    await Promise.all(this.#loops);
  }

  async #loop(): Promise<void> {
    while (!this.#isStopped) {
      try {
        await this.#work(await this.#gather());
      } catch (error) {
        // When SQS closes under it, it has stopped.
        if (this.#isStopped) return;
        this.#services.onFailure(this.#services.fn, error);
        await delay(PAUSE_MS);
      }
    }
  }

  /** The batching window starts with the first message. */
  async #gather(): Promise<QueueMessage[]> {
    const { batchSize, batchingWindowMs } = this.#settings;
    const messages = await this.#receive(batchSize, LONG_POLL_SECONDS);
    const until = Date.now() + batchingWindowMs;
    while (messages.length > 0 && messages.length < batchSize && Date.now() < until && !this.#isStopped) {
      const seconds = Math.min(LONG_POLL_SECONDS, (until - Date.now()) / 1000);
      messages.push(...(await this.#receive(batchSize - messages.length, seconds)));
    }
    return messages;
  }

  async #receive(wanted: number, WaitTimeSeconds: number): Promise<QueueMessage[]> {
    const { queues, counter } = this.#services;
    counter.count("mapping", "ReceiveMessage");
    const answer = await queues.call("ReceiveMessage", {
      QueueUrl: this.#settings.queue.url,
      MaxNumberOfMessages: Math.min(REQUEST_MESSAGES, wanted),
      WaitTimeSeconds,
      AttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    return ReceivedMessages.parse(answer).Messages;
  }

  async #work(messages: readonly QueueMessage[]): Promise<void> {
    if (messages.length === 0 || this.#isStopped) return;
    const { fn, chaos } = this.#services;
    const { queue, reportsItemFailures } = this.#settings;
    const event = sqsEvent(messages, queue);
    const isRepeated = !queue.isFifo && happens(chaos, chaos.duplicateDelivery);
    const [answer = null] = await Promise.all(isRepeated ? [fn.invoke(event), fn.invoke(event)] : [fn.invoke(event)]);
    await this.#delete(reportsItemFailures ? succeededMessages(messages, answer) : messages);
  }

  async #delete(messages: readonly QueueMessage[]): Promise<void> {
    const { queues, counter } = this.#services;
    for (let start = 0; start < messages.length; start += REQUEST_MESSAGES) {
      const some = messages.slice(start, start + REQUEST_MESSAGES);
      counter.count("mapping", "DeleteMessageBatch");
      await queues.call("DeleteMessageBatch", {
        QueueUrl: this.#settings.queue.url,
        Entries: some.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      });
    }
  }
}
