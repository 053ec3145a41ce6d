interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Virtual time and everything that happens in it: one thing after the other, in an order that depends on nothing but
 * the instants. Between two of them every promise that can go on has gone on.
 */
export class EventLoop {
  /** Epoch milliseconds. */
  now: number;
  readonly #heap: Timer[] = [];
  #order = 0;

  constructor(start: number) {
    this.now = start;
  }

  after(ms: number, run: () => void): void {
    this.at(this.now + ms, run);
  }

  at(instant: number, run: () => void): void {
    this.#push({ at: Math.max(instant, this.now), order: this.#order++, run });
  }

  /** Lets time pass until nothing is left to happen, `until` is reached, or `isDone` says so. */
  async run(until: number, isDone: () => boolean): Promise<void> {
    await settled();
    while (!isDone()) {
      const next = this.#pop();
      if (!next || next.at > until) return;
      this.now = next.at;
      next.run();
      await settled();
    }
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (!parent || !isBefore(timer, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top && last && heap.length > 0) this.#sink(last);
    return top;
  }

  #sink(timer: Timer): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      const [left, right] = [heap[childIndex], heap[childIndex + 1]];
      if (left && right && isBefore(right, left)) childIndex++;
      const child = heap[childIndex];
      if (!child || !isBefore(child, timer)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = timer;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/**
 * Node runs what is put off to the next tick when no microtask is left
 * (https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick): everything here waits for promises only,
 * and a turn of the real event loop for each step would take a quarter of the time.
 */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
