import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The laptop pipeline starts worker threads and emulators of its own: two at once would only starve each other.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
