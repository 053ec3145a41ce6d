import { startSession } from "#local/session.ts";
import { crowdedLaptop } from "./crowded-laptop.ts";

/**
 * Runs a crowded laptop on the folder of the first argument, its clock ahead by the second, until it is killed; says what
 * its killer waits for.
 */
const [, , dataFolder = "", aheadMs = "0"] = process.argv;
await startSession(crowdedLaptop(dataFolder, Number(aheadMs)), {
  onEvent: (type) => console.log(type),
  onTrouble: (message) => console.error(message),
});
console.log("the laptop runs");
