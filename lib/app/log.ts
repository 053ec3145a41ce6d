/** What use cases say while they work: a constant message, and ids as keys. Never tokens, texts or people's names. */
export interface Log {
  info(message: string, keys: Readonly<Record<string, unknown>>): void;
  warn(message: string, keys: Readonly<Record<string, unknown>>): void;
}
