import { once } from "node:events";
import { isSampleDue, rememberSample } from "./data-folder.ts";
import { narrate, narrateLog, render } from "./narrator.ts";
import type { LaptopOptions } from "./options.ts";
import { beginSampleDay } from "./sample-day.ts";
import type { Director } from "./scenario/director.ts";
import { type Session, startSession } from "./session.ts";
import { welcome } from "./welcome.ts";

/** `npm start`: runs until Ctrl-C, and says what happens. */
export async function runUntilStopped(options: LaptopOptions): Promise<number> {
  const stopped = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  const day: { director?: Director } = {};
  console.log("Antenne is starting: bundling the functions, synthesising the template …");
  const session = await startSession(options, {
    onEvent: (type, detail, at) => {
      for (const line of narrate(type, detail)) console.log(render(line, at));
      day.director?.onEvent(type, detail);
    },
    onLog: ({ record }) => {
      for (const line of narrateLog(record)) console.log(render(line, new Date()));
    },
    onTrouble: say,
  });
  console.log(welcome(session, options));
  if (isSampleDue(options.dataFolder)) await beginDay(session, options, day);
  else console.log("It goes on where it stopped (npm start -- --fresh begins anew). Upload a calendar of your own:\n");

  await stopped;
  console.log("\nStopping …");
  await session.stop();
  return 0;
}

async function beginDay(session: Session, { dataFolder }: LaptopOptions, day: { director?: Director }): Promise<void> {
  const { director } = await beginSampleDay(session, (error) => say(String(error)));
  day.director = director;
  rememberSample(dataFolder, new Date());
  void director.over.then(() => console.log("\nEverything planned has happened. It runs on until Ctrl-C.\n"));
}

function say(message: string): void {
  console.log(render({ what: "trouble", text: message, tone: "trouble" }, new Date()));
}
