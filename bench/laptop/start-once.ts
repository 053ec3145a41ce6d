import { startSession } from "#local/session.ts";

/** Starts the laptop on the folder of the first argument, says so, and stops it. */
const [, , dataFolder = ""] = process.argv;
const session = await startSession(
  { dataFolder, port: 0, isFresh: false },
  { onEvent: () => undefined, onTrouble: () => undefined },
);
console.log("started");
await session.stop();
