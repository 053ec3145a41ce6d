/** What one partition takes in a second: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
export const PARTITION_WRITES_PER_SECOND = 1_000;
export const PARTITION_READS_PER_SECOND = 3_000;

export interface Peak {
  readonly partition: string;
  readonly unitsPerSecond: number;
}

/**
 * Capacity units by partition and second of virtual time. Each partition key is taken for a partition of its own, which is
 * the most that DynamoDB can do for a hot one.
 */
export class PartitionLedger {
  total = 0;
  #second = 0;
  #ofSecond = 0;
  #busiestSecond = 0;
  #units = new Map<string, number>();
  #peak: Peak = { partition: "none", unitsPerSecond: 0 };

  /** @param second not before those that were counted already. */
  count(partition: string, units: number, second: number): void {
    if (second !== this.#second) this.#close(second);
    const sum = (this.#units.get(partition) ?? 0) + units;
    this.#units.set(partition, sum);
    this.#ofSecond += units;
    this.total += units;
    if (sum > this.#peak.unitsPerSecond) this.#peak = { partition, unitsPerSecond: sum };
  }

  /** The most that one partition was asked for in a second. */
  get peak(): Peak {
    return this.#peak;
  }

  /** The most that all of them together were asked for in a second. */
  get busiestSecond(): number {
    return Math.max(this.#busiestSecond, this.#ofSecond);
  }

  #close(second: number): void {
    this.#busiestSecond = this.busiestSecond;
    this.#ofSecond = 0;
    this.#units = new Map();
    this.#second = second;
  }
}
