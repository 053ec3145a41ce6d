interface Message {
  readonly body: string;
  visibleAt: number;
  receiveCount: number;
  receiptHandle: string;
}

/** A queue as SQS keeps one, in memory, on the clock of `Date`. */
export class VirtualQueue {
  readonly #visibilityMs: number;
  readonly #maxReceiveCount: number;
  #messages: Message[] = [];
  #receipts = 0;
  /** Every delivery: when, and the how many-th of its message. */
  readonly deliveries: { readonly at: number; readonly receiveCount: number }[] = [];
  readonly deadLetters: string[] = [];

  constructor({ visibilityMs, maxReceiveCount }: { readonly visibilityMs: number; readonly maxReceiveCount: number }) {
    this.#visibilityMs = visibilityMs;
    this.#maxReceiveCount = maxReceiveCount;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  send(body: string, delayMs = 0): void {
    this.#messages.push({ body, visibleAt: Date.now() + delayMs, receiveCount: 0, receiptHandle: "" });
  }

  receive(): Readonly<Message> | undefined {
    const message = this.#messages.find(({ visibleAt }) => visibleAt <= Date.now());
    if (!message) return undefined;
    if (message.receiveCount === this.#maxReceiveCount) {
      this.#messages = this.#messages.filter((each) => each !== message);
      this.deadLetters.push(message.body);
      return undefined;
    }
    message.receiveCount += 1;
    message.visibleAt = Date.now() + this.#visibilityMs;
    this.#receipts += 1;
    message.receiptHandle = `receipt ${this.#receipts}`;
    this.deliveries.push({ at: Date.now(), receiveCount: message.receiveCount });
    return { ...message };
  }

  /** The handle of an earlier delivery counts no more. */
  async hold(receiptHandle: string, forMs: number): Promise<void> {
    const message = this.#messages.find((each) => each.receiptHandle === receiptHandle);
    if (!message) throw new Error("The receipt handle has expired");
    message.visibleAt = Date.now() + forMs;
  }

  delete(receiptHandle: string): void {
    this.#messages = this.#messages.filter((each) => each.receiptHandle !== receiptHandle);
  }
}
