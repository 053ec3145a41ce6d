/**
 * How long a network may take with a request on which we have given up, and its lists to show the post, beyond the
 * lease of the claim. A publish that took 222 seconds while its client waited 30 has been seen
 * (https://github.com/zernio-dev/zernio-python/pull/42); lease and settling together outlast it.
 */
export const SETTLE_MS = 2 * 60_000;
