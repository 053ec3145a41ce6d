/** One number that was measured or counted. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit:
    | "bytes"
    | "MB"
    | "s"
    | "ms"
    | "×"
    | "requests"
    | "units"
    | "dollars"
    | "GB-s"
    | "posts"
    | "messages"
    | "values";
}

export interface BenchmarkOptions {
  /** How long the calendars are that are read, in place of what the benchmark takes by itself. */
  readonly rows?: readonly number[];
  /** In how many seconds a crowd of posts is due, in place of what the benchmark takes by itself. */
  readonly seconds?: number;
}

/** Measures one thing. Takes as long as it needs. */
export type Benchmark = (options: BenchmarkOptions) => Promise<readonly Figure[]>;
