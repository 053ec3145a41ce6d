/**
 * A move of a state machine as a value: what must be true of the stored item, and what then changes, in one atomic
 * step. The domain decides it; `lib/aws/conditional-update.ts` makes one conditional write of it, and an in-memory
 * store can evaluate the very same value.
 */
export interface Transition<Item> {
  readonly guard: readonly Condition<Item>[];
  readonly set: Partial<Item>;
  readonly remove?: readonly (keyof Item & string)[];
  /**
   * Names this very write. An SDK that retries a write whose first try was applied is told "condition failed": the
   * stored `claimId` then shows that the failure is our own success.
   */
  readonly claimId: string;
  /** Appended to the item's `history`. */
  readonly entry: HistoryEntry;
  /** The history says it already: `entry` is not appended once more. */
  readonly isRepetition?: boolean;
}

export type Condition<Item> =
  | { readonly attribute: keyof Item & string; readonly is: "one-of"; readonly values: readonly string[] }
  | { readonly attribute: keyof Item & string; readonly is: "equal"; readonly value: string | number }
  | { readonly attribute: keyof Item & string; readonly is: "not-after"; readonly value: Date }
  | { readonly attribute: keyof Item & string; readonly is: "absent" };

/** One line of an item's timeline, for the people who are asked "what happened to this post?". */
export interface HistoryEntry {
  readonly at: Date;
  readonly what: string;
  /** Who did it: `import`, `publisher`, or the name of an operator. */
  readonly by: string;
  readonly detail?: string;
  /** Under which id the network knows the answer that this tells of: its support asks for it. */
  readonly traceId?: string;
}

/** Whether an item, as it is stored, satisfies a guard. */
export function satisfies<Item extends object>(item: Item, guard: readonly Condition<Item>[]): boolean {
  return guard.every((condition) => isMet(item, condition));
}

function isMet<Item extends object>(item: Item, condition: Condition<Item>): boolean {
  const value: unknown = Reflect.get(item, condition.attribute);
  switch (condition.is) {
    case "one-of":
      return typeof value === "string" && condition.values.includes(value);
    case "equal":
      return value === condition.value;
    case "not-after":
      return value instanceof Date && value.getTime() <= condition.value.getTime();
    case "absent":
      return value === undefined;
  }
}
