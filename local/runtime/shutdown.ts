type Step = () => Promise<void> | void;

/** What must be undone at the end, in the reverse of the order in which it was done. */
export class Shutdown {
  readonly #steps: Step[] = [];
  #running: Promise<void> | undefined;

  add(step: Step): void {
    this.#steps.unshift(step);
  }

  /** Runs every step once, also after one that fails. Later calls wait for the same end. */
  run(): Promise<void> {
    this.#running ??= this.#runAll();
    return this.#running;
  }

  async #runAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "the laptop did not stop cleanly");
  }
}
