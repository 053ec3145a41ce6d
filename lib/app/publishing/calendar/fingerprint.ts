import { Utf16Units } from "./utf16-units.ts";

const units = new Utf16Units();

/** The fingerprint of a text without words. */
export const NO_WORDS = 0;

/**
 * A number of 53 bits by which the words of a text are known again, however many blanks are around and between them. Of
 * millions of texts in one file, the chance that two are taken for one is less than one in a million. Two multiplicative
 * hashes of 32 bits (after https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js), a fifth of the time of
 * a cryptographic one.
 */
export function fingerprintOf(text: string): number {
  const written = units.of(text);
  let [one, other] = [0xdeadbeef | 0, 0x41c6ce57];
  let [hasWords, blanks, blank] = [false, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const unit = written[at] ?? 0;
    if (isBlank(unit)) {
      blanks += 1;
      blank = unit;
      continue;
    }
    if (blanks > 0 && hasWords) {
      const between = blanks === 1 ? blank : BLANK;
      one = Math.imul(one ^ between, 2654435761);
      other = Math.imul(other ^ between, 1597334677);
    }
    one = Math.imul(one ^ unit, 2654435761);
    other = Math.imul(other ^ unit, 1597334677);
    hasWords = true;
    blanks = 0;
  }
  if (!hasWords) return NO_WORDS;
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return numbered(other & HIGH_BITS, one);
}

/** The same words of different speakers have different fingerprints. @param speaker as its user numbers them. */
export function saidBy(speaker: number, fingerprint: number): number {
  return numbered(Math.floor(fingerprint / WORD), fingerprint ^ Math.imul(speaker, 2654435761));
}

/** A number holds 53 bits: 32 low ones, and these. */
const HIGH_BITS = 0x1f_ffff;
const WORD = 2 ** 32;

function numbered(high: number, low: number): number {
  return high * WORD + (low >>> 0) || 1;
}

const BLANK = 0x20;

/** What `\s` matches. */
function isBlank(unit: number): boolean {
  if (unit <= BLANK) return unit === BLANK || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0xa0) return false;
  if (unit < 0x2000) return unit === 0xa0 || unit === 0x1680;
  return unit <= 0x200a || isRareBlank(unit);
}

function isRareBlank(unit: number): boolean {
  switch (unit) {
    case 0x2028:
    case 0x2029:
    case 0x202f:
    case 0x205f:
    case 0x3000:
    case 0xfeff:
      return true;
    default:
      return false;
  }
}
