import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The laptop pipeline starts worker threads and emulators of its own: two at once would only starve each other.
    maxWorkers: 2,
    // On a busy machine a bundle or a synthesis takes its time; no test is about how long.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
