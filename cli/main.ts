import { Command, CommanderError, Option } from "commander";
import { addCalendarCommands } from "./commands/calendar.ts";
import { addChannelCommands } from "./commands/channels.ts";
import { addInboxCommands } from "./commands/inbox.ts";
import { addMetricsCommand } from "./commands/metrics.ts";
import { addNetworksCommand } from "./commands/networks.ts";
import { addPublicationCommands } from "./commands/publications.ts";
import { addPublishingCommands } from "./commands/publishing.ts";
import { addReplyCommand } from "./commands/reply.ts";
import { CommandFailure, EXIT } from "./failure.ts";

const DESCRIPTION = `Antenne: publish a calendar, answer customers, read the numbers.

Works on the laptop (start it with \`npm start\`), or with --stage on what \`cdk deploy\` made, with the AWS credentials of your shell.`;

const EXAMPLES = `
Examples:
  antenne calendar check december.csv            what would be planned, and what is wrong
  antenne calendar apply december.csv            upload it: what is good is planned, what is gone is cancelled
  antenne calendar export --format ics           what is planned, for a calendar program
  antenne calendar approvals                     what waits for somebody's yes
  antenne channels slots                         when channels post what has no time
  antenne publications list --state uncertain    what nobody knows yet
  antenne publishing stop --why "wrong price"    nothing goes out until you start it again
  antenne inbox list                             who waits for an answer
  antenne reply CONVERSATION "Yes, until 7 p.m." answer on the network
  antenne metrics --json | jq .                  for scripts

Exit codes: 0 done, 1 problems found, 2 wrong use, 3 laptop or stage not reachable.`;

/** @returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

function createProgram(setExitCode: (code: number) => void): Command {
  const program = new Command("antenne")
    .description(DESCRIPTION)
    .addOption(new Option("--stage <name>", "a deployed stage, such as prod").env("ANTENNE_STAGE"))
    .addOption(new Option("--data <folder>", "the laptop's data folder").default(".antenne").env("ANTENNE_DATA"))
    .option("--json", "print JSON instead of tables")
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(antenne --help shows what there is)")
    .exitOverride();
  addCalendarCommands(program, setExitCode);
  addPublicationCommands(program);
  addPublishingCommands(program);
  addInboxCommands(program);
  addReplyCommand(program);
  addMetricsCommand(program);
  addNetworksCommand(program);
  addChannelCommands(program);
  return program;
}

function explain(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CommandFailure) {
    console.error(error.message);
    return error.exitCode;
  }
  throw error;
}
