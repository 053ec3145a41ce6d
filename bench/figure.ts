/** One number that was measured or counted. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit:
    | "bytes"
    | "MB"
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

/** Measures one thing. Takes as long as it needs. */
export type Benchmark = () => Promise<readonly Figure[]>;
