import { randomUUID } from "node:crypto";
import * as z from "zod";
import { isObject, type Json, type JsonObject, parseJson } from "../json.ts";

/** As rules and targets see it. */
export interface EventBridgeEvent extends JsonObject {
  version: string;
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Json;
}

export interface Rule {
  readonly bus: string;
  readonly matches: (event: JsonObject) => boolean;
  /** Resolves when every target has taken the event. */
  readonly deliver: (event: EventBridgeEvent) => Promise<void>;
}

const Entry = z.object({
  Source: z.string().min(1),
  DetailType: z.string().min(1),
  Detail: z.string(),
  EventBusName: z.string().default("default"),
  Resources: z.array(z.string()).default([]),
  Time: z.union([z.string(), z.number()]).optional(),
});

const Entries = z.object({ Entries: z.array(z.record(z.string(), z.json())).min(1).max(10) });

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const LARGEST_ENTRY_BYTES = 256 * 1024;

interface PutAnswer {
  FailedEntryCount: number;
  Entries: ({ EventId: string } | { ErrorCode: string; ErrorMessage: string })[];
}

interface Sender {
  readonly account: string;
  readonly region: string;
  readonly onEvent: (event: EventBridgeEvent) => void;
}

/** All buses of this machine: the default one, and those of the template. */
export class EventBus {
  readonly #rules: Rule[] = [];
  readonly #buses = new Set(["default"]);
  readonly #sender: Sender;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  addBus(name: string): void {
    this.#buses.add(name);
  }

  addRule(rule: Rule): void {
    this.#rules.push(rule);
  }

  /** Puts an event of AWS itself on the default bus. */
  async emit(event: { source: string; detailType: string; resources: string[]; detail: JsonObject }): Promise<void> {
    await this.#route("default", this.#dress({ ...event, time: new Date() }));
  }

  /** What a rule's schedule gives its targets. It goes to them alone. */
  scheduledEvent(rule: string, time: Date): EventBridgeEvent {
    return this.#dress({ source: "aws.events", detailType: "Scheduled Event", resources: [rule], detail: {}, time });
  }

  /** PutEvents of the API: each entry is taken or refused on its own. */
  async putEvents(input: JsonObject): Promise<PutAnswer> {
    const entries: PutAnswer["Entries"] = [];
    for (const entry of Entries.parse(input).Entries) entries.push(await this.#putEntry(entry));
    return { FailedEntryCount: entries.filter((each) => "ErrorCode" in each).length, Entries: entries };
  }

  async #putEntry(input: JsonObject): Promise<PutAnswer["Entries"][number]> {
    const entry = Entry.safeParse(input);
    if (!entry.success) return refused("InvalidArgument", "Source, DetailType and Detail are needed.");
    const { Source, DetailType, Detail, EventBusName, Resources, Time } = entry.data;
    const detail = parseJson(Detail);
    if (!isObject(detail)) return refused("MalformedDetail", "Detail is malformed.");
    if (Buffer.byteLength(Detail) > LARGEST_ENTRY_BYTES) return refused("EntryTooLarge", "The entry is over 256 KB.");
    const bus = EventBusName.replace(/^arn:.*event-bus\//, "");
    if (!this.#buses.has(bus)) return refused("EventBusNotFound", `Event bus ${bus} does not exist.`);

    const time = Time === undefined ? new Date() : new Date(typeof Time === "number" ? Time * 1000 : Time);
    const event = this.#dress({ source: Source, detailType: DetailType, resources: Resources, detail, time });
    await this.#route(bus, event);
    return { EventId: event.id };
  }

  #dress(event: {
    source: string;
    detailType: string;
    resources: string[];
    detail: JsonObject;
    time: Date;
  }): EventBridgeEvent {
    return {
      version: "0",
      id: randomUUID(),
      "detail-type": event.detailType,
      source: event.source,
      account: this.#sender.account,
      time: event.time.toISOString().replace(/\.\d+Z$/, "Z"),
      region: this.#sender.region,
      resources: event.resources,
      detail: event.detail,
    };
  }

  async #route(bus: string, event: EventBridgeEvent): Promise<void> {
    this.#sender.onEvent(event);
    const rules = this.#rules.filter((rule) => rule.bus === bus && rule.matches(event));
    await Promise.all(rules.map((rule) => rule.deliver(event)));
  }
}

function refused(ErrorCode: string, ErrorMessage: string) {
  return { ErrorCode, ErrorMessage };
}
