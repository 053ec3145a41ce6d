import { describe, expect, it } from "vitest";
import * as z from "zod";
import { loggableError } from "#lib/runtime/loggable-error.ts";

describe("what a log says of an error", () => {
  it("is its name, its message and where it comes from", () => {
    expect(loggableError(new TypeError("no bucket"))).toEqual({
      name: "TypeError",
      message: "no bucket",
      stack: expect.stringContaining("loggable-error.test"),
    });
  });

  it("has no word of an input that did not fit", () => {
    const { error } = z.object({ text: z.literal("x") }).safeParse({ text: "my card is 4970" });

    expect(loggableError(error)).toEqual({ name: "ZodError", paths: ["text"] });
  });

  it("tells what lies behind many that failed together, each thing once", () => {
    const slow = () => new Error("the table is slow");
    const together = new AggregateError([slow(), new RangeError("odd"), slow()], "3 of 9 publications failed");

    expect(loggableError(together)).toMatchObject({
      message: "3 of 9 publications failed",
      causes: [
        { count: 2, message: "the table is slow" },
        { count: 1, name: "RangeError" },
      ],
    });
  });

  it("stays short, however many different things went wrong", () => {
    const errors = Array.from({ length: 300 }, (_, index) => new Error(`no answer from ${index}`));

    expect(loggableError(new AggregateError(errors)).causes).toHaveLength(5);
  });
});
