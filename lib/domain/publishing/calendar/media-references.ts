import { remembered } from "../../remembered.ts";

/** One file, as a cell `media` names it. */
export interface MediaReference {
  readonly written: string;
  /** In the media bucket; of an address, the file at its end. */
  readonly name: string;
  /** Where on the internet it lies. */
  readonly address?: string;
}

/** The files in a cell `media`, separated by `;`, `|` or line breaks. */
export const mediaReferences = remembered((written): readonly MediaReference[] => entries(written).map(reference));

function reference(written: string): MediaReference {
  if (isAddress(written)) return { written, name: lastOf(written), address: written };
  // Windows separates folders by backslashes; in the bucket no name begins with a slash.
  return { written, name: written.replaceAll("\\", "/").replace(/^(\.?\/)+/, "") };
}

/** By which a file is known while a calendar is read. */
export function keyOfMedia({ name, address }: Pick<MediaReference, "name" | "address">): string {
  return address ?? name;
}

/** Other tools separate addresses by commas, too; in a file's name a comma may stand. */
function entries(written: string): readonly string[] {
  return written
    .split(/[;|\n]|,\s*(?=https?:\/\/)/i)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function isAddress(entry: string): boolean {
  return /^https?:\/\//i.test(entry);
}

function lastOf(address: string): string {
  const last = URL.parse(address)
    ?.pathname.split("/")
    .findLast((part) => part !== "");
  return last ? decoded(last) : address;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
