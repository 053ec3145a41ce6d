import { describe, expect, it } from "vitest";
import { exportedRows } from "#lib/domain/publishing/calendar/written/exported-rows.ts";
import { aPublication } from "#test/support/a-publication.ts";
import { icsExport } from "../../cli/ics-export.ts";

/** The content lines of an iCalendar file (https://datatracker.ietf.org/doc/html/rfc5545#section-3.1), unfolded. */
function contentLines(file: string): readonly string[] {
  const physical = file.split("\r\n");
  for (const line of physical) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  return physical
    .join("\n")
    .replace(/\n[ \t]/g, "")
    .split("\n")
    .filter(Boolean);
}

/** The value of a property, unescaped. */
function contentOf(lines: readonly string[], name: string): string {
  const line = lines.find((each) => each.startsWith(`${name}:`) || each.startsWith(`${name};`)) ?? "";
  return line
    .slice(line.indexOf(":") + 1)
    .replace(/\\n/g, "\n")
    .replace(/\\([,;\\])/g, "$1");
}

const text =
  "Bûches de Noël 🎄, de 7 h à 13 h; sur commande\nÀ demain \\o/ et encore un peu plus de texte, pour plier la ligne";

describe("icsExport", () => {
  it("writes one event for each row, which reads back as what is planned", () => {
    const one = aPublication({ publicationId: "p1", rowId: "r-1", draft: { text, media: [] } });
    const other = { ...one, publicationId: "p2", channelId: "x/acme", network: "x" };
    const cancelled = { ...one, publicationId: "p3", rowId: "r-2", state: "cancelled" as const };

    const lines = contentLines(icsExport(exportedRows([one, other, cancelled])));

    expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
    expect(lines[0]).toBe("BEGIN:VCALENDAR");
    expect(lines.at(-1)).toBe("END:VCALENDAR");
    expect(contentOf(lines, "VERSION")).toBe("2.0");
    expect(contentOf(lines, "UID")).toBe(`${one.calendar}/r-1@antenne`);
    expect(contentOf(lines, "DTSTART")).toBe(one.dueAt.toISOString().replace(/[-:]|\.\d+/g, ""));
    expect(contentOf(lines, "SUMMARY")).toContain(`${one.channelId}; x/acme: Bûches de Noël 🎄, de 7 h`);
    expect(contentOf(lines, "DESCRIPTION")).toBe(text);
  });

  it("is a calendar without events when nothing is planned", () => {
    expect(contentLines(icsExport([])).filter((line) => line.startsWith("BEGIN:"))).toEqual(["BEGIN:VCALENDAR"]);
  });
});
