/** Exit codes that scripts can rely on. */
export const EXIT = {
  done: 0,
  /** The command worked and found problems: bad rows, an answer that failed. */
  problems: 1,
  /** The command could not be carried out as it was given. */
  usage: 2,
  /** The laptop or the stage cannot be reached. */
  unreachable: 3,
} as const;

/** Something that the person at the keyboard can mend: printed as it is, without a stack. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}
