/** What was asked of AWS since the start. DynamoDB units are the table's own: its emulator does not count an index's. */
export interface RequestCounts {
  readonly sqs: {
    /** Requests of functions, command lines and the like. */
    readonly total: number;
    readonly byOperation: Readonly<Record<string, number>>;
    /** Receives of event source mappings. They come beside `total`, as do the deletions and deliveries. */
    readonly polls: number;
    /** Deletions after an event source mapping's batch. */
    readonly deletions: number;
    /** Messages that rules sent to queues. */
    readonly deliveries: number;
  };
  readonly dynamodb: {
    readonly requests: number;
    readonly byOperation: Readonly<Record<string, number>>;
    readonly readUnits: number;
    readonly writeUnits: number;
  };
  readonly s3: { readonly put: number; readonly get: number; readonly total: number };
  readonly lambda: { readonly invocations: number; readonly gbSeconds: number };
  /** Events put on any bus by requests. */
  readonly events: number;
  readonly ssm: number;
}

export class RequestCounter {
  readonly #operations = new Map<string, Map<string, number>>();
  #readUnits = 0;
  #writeUnits = 0;
  #gbSeconds = 0;

  /** @param service for example `sqs`; `operation` for example `SendMessage` */
  count(service: string, operation: string, times = 1): void {
    const operations = this.#operations.get(service) ?? new Map<string, number>();
    operations.set(operation, (operations.get(operation) ?? 0) + times);
    this.#operations.set(service, operations);
  }

  countUnits(units: { readonly read?: number; readonly write?: number }): void {
    this.#readUnits += units.read ?? 0;
    this.#writeUnits += units.write ?? 0;
  }

  countInvocation(gbSeconds: number): void {
    this.count("lambda", "Invoke");
    this.#gbSeconds += gbSeconds;
  }

  counts(): RequestCounts {
    return {
      sqs: {
        total: this.#total("sqs"),
        byOperation: this.#byOperation("sqs"),
        polls: this.#of("mapping", "ReceiveMessage"),
        deletions: this.#of("mapping", "DeleteMessageBatch"),
        deliveries: this.#of("rule", "SendMessage"),
      },
      dynamodb: {
        requests: this.#total("dynamodb"),
        byOperation: this.#byOperation("dynamodb"),
        readUnits: this.#readUnits,
        writeUnits: this.#writeUnits,
      },
      s3: { put: this.#of("s3", "put"), get: this.#of("s3", "get"), total: this.#total("s3") },
      lambda: { invocations: this.#total("lambda"), gbSeconds: this.#gbSeconds },
      events: this.#of("events", "entry"),
      ssm: this.#total("ssm"),
    };
  }

  #of(service: string, operation: string): number {
    return this.#operations.get(service)?.get(operation) ?? 0;
  }

  #byOperation(service: string): Record<string, number> {
    return Object.fromEntries(this.#operations.get(service) ?? []);
  }

  #total(service: string): number {
    return [...(this.#operations.get(service)?.values() ?? [])].reduce((sum, each) => sum + each, 0);
  }
}
