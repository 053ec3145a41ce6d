import type { WithSpill } from "./ports.ts";

/** A spill in memory, for calendars that are small, or compared with nothing. */
export const withMemorySpill: WithSpill = async (work) => {
  const files = new Map<string, string[]>();
  return await work({
    append(file, record) {
      const kept = files.get(file);
      if (kept) kept.push(record);
      else files.set(file, [record]);
    },
    sizeOf: (file) => (files.get(file) ?? []).reduce((sum, { length }) => sum + length, 0),
    read: (file) => files.get(file) ?? [],
    forget: (file) => void files.delete(file),
  });
};
