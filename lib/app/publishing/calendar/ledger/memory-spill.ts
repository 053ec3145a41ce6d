import type { WithSpill } from "./ports.ts";

/** A spill in memory, for calendars that are small, or compared with nothing. */
export const withMemorySpill: WithSpill = async (work) => {
  const files = new Map<string, string[]>();
  return await work({
    append(file, lines) {
      const kept = files.get(file) ?? [];
      for (const line of lines) kept.push(line);
      files.set(file, kept);
    },
    read: (file) => files.get(file) ?? [],
  });
};
