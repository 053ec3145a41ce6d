import { setFlagsFromString } from "node:v8";

/**
 * For work in which objects live for a batch and never longer. V8 may conclude from a batch that survived a collection
 * that such objects are better put where long-lived ones are (https://doi.org/10.1145/2754169.2754181); dead there, they
 * hold on to all that they name, and reading a calendar takes a quarter longer.
 */
export function expectShortLivedObjects(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}
