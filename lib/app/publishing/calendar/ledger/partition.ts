import { mixed } from "#lib/domain/mixed.ts";
import { rowOfOccurrence } from "#lib/domain/publishing/calendar/repeat/occurrence-id.ts";
import { rowIn } from "./difference-records.ts";
import type { Spill } from "./ports.ts";

/** Files of a spill for what is known of some of the rows: all of a row is in one partition. */
export interface Partition {
  readonly name: string;
  /** What the file has of them. */
  readonly named: string;
  /** What earlier uploads have asked for. */
  readonly earlier: string;
  /** What of that the file does not ask for any more. */
  readonly unnamed: string;
}

/** A million rows come to a megabyte for each. */
const PARTITIONS = Array.from({ length: 256 }, (_, index) => partitionCalled(String(index)));

/** Into so many, by so many bits more of the rows' hashes. */
const SPLIT = 16;
const SPLIT_BITS = Math.log2(SPLIT);

/** So often the bits of a hash suffice. What is large even then are the occurrences of one row, which stay together. */
const MOST_SPLITS = 6;

export function partitionOf(rowId: string): Partition {
  return oneOf(PARTITIONS, hashOf(rowId));
}

/** All partitions of a spill, each as it is or split, until none is larger than `mostBytes`. */
export function* smallPartitions(spill: Spill, mostBytes: number): Generator<Partition> {
  for (const partition of PARTITIONS) yield* smallPartsOf(partition, { spill, mostBytes, splits: 0 });
}

interface Splitting {
  readonly spill: Spill;
  readonly mostBytes: number;
  /** How often the partition has been split. */
  readonly splits: number;
}

function* smallPartsOf(partition: Partition, { spill, mostBytes, splits }: Splitting): Generator<Partition> {
  const sizeBytes = spill.sizeOf(partition.named) + spill.sizeOf(partition.earlier);
  if (sizeBytes <= mostBytes || splits === MOST_SPLITS) {
    yield partition;
    return;
  }
  const parts = split(partition, spill, splits);
  for (const part of parts) yield* smallPartsOf(part, { spill, mostBytes, splits: splits + 1 });
}

function split(partition: Partition, spill: Spill, splits: number): readonly Partition[] {
  const parts = Array.from({ length: SPLIT }, (_, index) => partitionCalled(`${partition.name}-${index}`));
  const bits = Math.log2(PARTITIONS.length) + splits * SPLIT_BITS;
  for (const file of ["named", "earlier"] as const) {
    for (const record of spill.read(partition[file])) {
      const part = oneOf(parts, hashOf(rowOfOccurrence(rowIn(record))) >>> bits);
      spill.append(part[file], record);
    }
    spill.forget(partition[file]);
  }
  return parts;
}

function partitionCalled(name: string): Partition {
  return { name, named: `named-${name}`, earlier: `earlier-${name}`, unnamed: `unnamed-${name}` };
}

/** @param partitions a power of two of them. */
function oneOf(partitions: readonly Partition[], hash: number): Partition {
  const partition = partitions[hash & (partitions.length - 1)];
  if (!partition) throw new RangeError("their number is no power of two");
  return partition;
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): it only has to spread, and is short of a cryptographic hash's time. */
function hashOf(rowId: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < rowId.length; at++) hash = Math.imul(hash ^ rowId.charCodeAt(at), 0x01000193);
  return mixed(hash);
}
