import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // End-to-end tests mostly wait for the clock, each with a laptop of its own: three keep two cores busy, more starve.
    maxWorkers: 3,
    // On a busy machine a bundle or a synthesis takes its time; no test is about how long.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
