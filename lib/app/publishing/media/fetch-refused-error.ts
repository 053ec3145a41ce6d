import type { FetchRefusal } from "#lib/domain/publishing/calendar/media.ts";

/** Somebody else's file cannot be had; `because` is what to tell people. */
export class FetchRefusedError extends Error {
  override readonly name = "FetchRefusedError";
  readonly because: FetchRefusal;

  constructor(because: FetchRefusal, options?: ErrorOptions) {
    super(`the address cannot be fetched: ${because}`, options);
    this.because = because;
  }
}
