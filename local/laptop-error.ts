/** Trouble that the person at the keyboard can mend: its message says what is wrong and the way out. */
export class LaptopError extends Error {
  override name = "LaptopError";
}

/** The template asks for something that is not emulated here. */
export class NotEmulatedError extends LaptopError {
  override name = "NotEmulatedError";
}

export class PortInUseError extends LaptopError {
  override name = "PortInUseError";
  readonly port: number;

  constructor(port: number, purpose: string, cause: unknown) {
    super(
      `Port ${port} (${purpose}) is in use. Stop what listens there (another laptop, perhaps), or choose other ports with --port.`,
      { cause },
    );
    this.port = port;
  }
}

/** The data folder cannot be used: not writable, in use, or made by another template. */
export class DataFolderError extends LaptopError {
  override name = "DataFolderError";
}
