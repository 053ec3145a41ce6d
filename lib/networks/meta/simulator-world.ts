import { createHash } from "node:crypto";
import type { LiveMedia, LiveMessage, SimulatorOptions } from "../simulator.ts";
import { GraphRefusal, invalidParameter, noSuchObject } from "./simulator-refusal.ts";

/** What the simulated Facebook and Instagram both keep. */
export interface MetaWorld {
  readonly options: SimulatorOptions;
  readonly messages: LiveMessage[];
  /** A new id, never given before. */
  issueId(): string;
  hasIssued(id: string): boolean;
  /** Also for ids that are made of issued ones. */
  remember(id: string): string;
}

/** @param prefix tells ids of this network from those of others at a glance */
export function createMetaWorld(prefix: string, options: SimulatorOptions): MetaWorld {
  const issued = new Set<string>();
  const first = 1000 * (hashNumber(options.channel.remoteId) % 1_000_000);
  const remember = (id: string) => {
    issued.add(id);
    return id;
  };
  return {
    options,
    messages: [],
    remember,
    issueId: () => remember(`${prefix}${String(first + issued.size).padStart(10, "0")}`),
    hasIssued: (id) => issued.has(id),
  };
}

/** A person, the same one for the same name. */
export function personNamed(name: string): { readonly remoteId: string; readonly name: string } {
  return { remoteId: `55${String(hashNumber(name)).padStart(14, "0")}`, name };
}

export function hashNumber(text: string): number {
  return createHash("sha256").update(text).digest().readUIntBE(0, 5);
}

/** `2026-11-23T10:00:05+0000`, as Graph writes instants. */
export function graphTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}+0000`;
}

export function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

export function requireParam(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name];
  if (!value) throw new GraphRefusal(100, `(#100) The parameter ${name} is required`);
  return value;
}

/**
 * The page of a list that `limit` and `after` ask for. A cursor marks an item, so that what is written or removed
 * meanwhile moves no page; it is worth nothing once that item is gone.
 *
 * @see https://developers.facebook.com/docs/graph-api/results
 */
export function listed<Item extends { readonly remoteId: string }>(
  items: readonly Item[],
  { limit = "25", after }: Readonly<Record<string, string>>,
): { data: Item[]; paging?: object } {
  const start = after === undefined ? 0 : items.findIndex(({ remoteId }) => cursorTo(remoteId) === after) + 1;
  if (after !== undefined && start === 0) throw invalidParameter("Invalid cursors values");
  const end = start + Math.min(Number(limit), 100);
  const data = items.slice(start, end);
  const [first, last] = [data.at(0), data.at(-1)];
  if (!first || !last) return { data };
  const cursors = { before: cursorTo(first.remoteId), after: cursorTo(last.remoteId) };
  const next = items.length > end ? `https://graph.facebook.com/v26.0/next?after=${cursors.after}` : undefined;
  return { data, paging: { cursors, next } };
}

function cursorTo(remoteId: string): string {
  return Buffer.from(remoteId).toString("base64url");
}

export function messageById({ messages }: MetaWorld, id: string): LiveMessage {
  const message = messages.find(({ remoteId }) => remoteId === id);
  if (!message) throw noSuchObject(id);
  return message;
}

export type FetchedMedia = Pick<LiveMedia, "contentType" | "bytes">;

/** Fetches a file from the address that we gave, as Meta's crawler would. */
export async function fetchGivenMedia(
  address: string,
  { fetchMedia }: SimulatorOptions,
): Promise<FetchedMedia | undefined> {
  const url = URL.parse(address);
  if (!url) return undefined;
  return fetchMedia(url).catch(() => undefined);
}
