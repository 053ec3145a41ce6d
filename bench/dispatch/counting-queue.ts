import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";

/** SQS bills a request for each 64 KB: https://aws.amazon.com/sqs/pricing/ */
const BILLED_BYTES = 64 * 1024;

/** Counts what is sent to the publish queue, and keeps nothing of it. */
export class CountingQueue {
  sendRequests = 0;
  messages = 0;

  /** A client of which our own code cannot tell that there is no AWS behind it. */
  client(): SQSClient {
    return Object.assign(new SQSClient({ region: "eu-west-3" }), {
      send: async (command: unknown) => this.#answer(command),
    });
  }

  #answer(command: unknown): object {
    if (!(command instanceof SendMessageBatchCommand)) throw new Error("this queue knows no such request");
    const { Entries = [] } = command.input;
    const bytes = Entries.reduce((sum, { MessageBody = "" }) => sum + Buffer.byteLength(MessageBody), 0);
    this.sendRequests += Math.ceil(bytes / BILLED_BYTES);
    this.messages += Entries.length;
    return {};
  }
}
