/** Lets each bit of a hash depend on all of them (https://github.com/aappleby/smhasher/wiki/MurmurHash3). */
export function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
