import { describe, expect, it } from "vitest";
import { MESSAGES, sayIn, WORDS } from "#lib/domain/publishing/calendar/messages/say.ts";

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe("the words of a calendar", () => {
  it("mention the same things in every language", () => {
    const mentioned = (language: keyof typeof MESSAGES) => ({
      messages: Object.entries(MESSAGES[language]).map(([name, { problem, remedy }]) => [
        name,
        placeholders(problem + remedy),
      ]),
      words: Object.entries(WORDS[language]).map(([name, word]) => [name, placeholders(word)]),
    });

    expect(mentioned("fr")).toEqual(mentioned("en"));
  });

  it("quote a cell on one line, and not without end", () => {
    const { problem } = sayIn("en")("dateUnreadable", { value: `a\nb ${"c".repeat(200)}` });

    expect(problem).toMatch(/^“a b c+…” is not a date/);
    expect(problem.length).toBeLessThan(160);
  });

  it("name the first ten of many choices", () => {
    const choices = Array.from({ length: 12 }, (_, index) => `x/${index}`);

    expect(sayIn("fr")("channelEmpty", { choices }).remedy).toContain("x/9 et 2 autres");
    expect(sayIn("en")("channelEmpty", { choices: [] }).remedy).toContain("none is connected");
  });

  it("put nothing of a cell in the place of something else", () => {
    expect(sayIn("en")("zoneMisspelt", { value: "{similar} $& $1", similar: "UTC" }).problem).toContain(
      "“{similar} $& $1”",
    );
  });
});
