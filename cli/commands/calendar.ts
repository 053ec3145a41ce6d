import type { Command } from "commander";
import { addApplyCommand } from "./calendar-apply.ts";
import { addApprovalCommands } from "./calendar-approvals.ts";
import { addCheckCommand } from "./calendar-check.ts";
import { addExportCommand } from "./calendar-export.ts";

export function addCalendarCommands(program: Command, setExitCode: (code: number) => void): void {
  const calendar = program
    .command("calendar")
    .description("the calendar CSV: look at it before it matters, then apply it");
  addCheckCommand(calendar, setExitCode);
  addApplyCommand(calendar, setExitCode);
  addExportCommand(calendar);
  addApprovalCommands(calendar);
}
