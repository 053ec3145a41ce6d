import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** Where the laptop that runs on a data folder can be reached, for the command line. */
const LaptopAddress = z.object({
  /** Of all AWS services. */
  endpoint: z.url(),
  /** The outputs of its stack. */
  outputs: z.record(z.string(), z.string()),
});

export type LaptopAddress = z.output<typeof LaptopAddress>;

const fileIn = (dataFolder: string) => join(dataFolder, "laptop.json");

export function writeLaptopAddress(dataFolder: string, { endpoint, outputs }: LaptopAddress): void {
  writeFileSync(fileIn(dataFolder), JSON.stringify({ endpoint, outputs }));
}

/** Undefined when no laptop has run on the folder. It may have stopped since. */
export function readLaptopAddress(dataFolder: string): LaptopAddress | undefined {
  const path = fileIn(dataFolder);
  return existsSync(path) ? LaptopAddress.parse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
}
