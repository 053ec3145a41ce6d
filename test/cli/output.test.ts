import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createOutput } from "#cli/output.ts";

function printed(rowCount: number): readonly string[] {
  const stream = new PassThrough();
  const output = createOutput(false, stream as unknown as NodeJS.WriteStream);
  output.table(
    ["id", "text"],
    Array.from({ length: rowCount }, (_, index) => [`row-${index}`, "Bonjour"]),
  );
  return String(stream.read()).trimEnd().split("\n");
}

describe("a table", () => {
  it("has a frame around as many rows as people look at", () => {
    const lines = printed(1_000);

    expect(lines).toHaveLength(1_003);
    expect(lines[0]).toMatch(/^┌─+┬─+┐$/);
    expect(lines[2]).toMatch(/^│ row-0 +│ Bonjour │$/);
  });

  it("comes with tabs when it is longer, for other programs", () => {
    const lines = printed(1_001);

    expect(lines).toHaveLength(1_002);
    expect(lines.slice(0, 2)).toEqual(["id\ttext", "row-0\tBonjour"]);
  });
});
