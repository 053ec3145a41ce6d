import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { printReading } from "./reading.ts";

const [path = ""] = process.argv.slice(2);

/** The library alone, which does nothing with the rows. */
let records = 0;
for await (const _ of createReadStream(path).pipe(parse({ bom: true }))) records += 1;
printReading(records - 1);
