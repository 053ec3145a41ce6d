/** Switches for trouble, read each time they matter, so that a test may turn them while the laptop runs. */
export interface Chaos {
  /** Share (0 to 1) of the batches of standard queues that are delivered twice at once. */
  duplicateDelivery?: number;
  /** Share (0 to 1) of the invocations during which the function's environment dies, at any moment of its first 200 ms. */
  crash?: number;
  /** How much longer each AWS request takes. */
  slowMs?: number;
  /** @default Math.random */
  random?: () => number;
}

export function happens(chaos: Chaos, share: number | undefined): boolean {
  return share !== undefined && (chaos.random ?? Math.random)() < share;
}
