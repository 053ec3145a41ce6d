/**
 * How large an item is to DynamoDB, which bills a write by it: names and texts in UTF-8, numbers by their digits, lists and
 * maps with three bytes and one more for each member.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Readonly<Record<string, unknown>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return numberBytes(value);
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + 1 + valueBytes(each), 3);
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value);
    return 3 + members.length + itemBytes(value as Record<string, unknown>);
  }
  return 1;
}

/** A byte for two significant digits, and one more; leading and trailing zeros cost nothing. */
function numberBytes(value: number): number {
  const digits = String(Math.abs(value)).replace(".", "").replace(/^0+/, "").replace(/0+$/, "");
  return 1 + Math.ceil(digits.length / 2) + (value < 0 ? 1 : 0);
}
