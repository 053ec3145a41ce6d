import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import type { SettingsSource } from "#lib/app/publishing/calendar/ports.ts";
import { type ChannelGroup, groupKey } from "#lib/domain/accounts/channel-group.ts";
import { campaignKey } from "#lib/domain/publishing/calendar/approval.ts";
import type { ChannelDefaults } from "#lib/domain/publishing/calendar/channel-defaults.ts";
import { readLateness } from "#lib/domain/publishing/calendar/lateness.ts";
import { sayIn } from "#lib/domain/publishing/calendar/messages/say.ts";
import type { CalendarSettings } from "#lib/domain/publishing/calendar/settings.ts";
import { type PostingSlots, readSlots, writeSlots } from "#lib/domain/publishing/calendar/slots/posting-slots.ts";
import { IMAGE_FITS, type ImageFit } from "#lib/domain/publishing/image-copy.ts";
import type { Lateness } from "#lib/domain/publishing/lateness.ts";

/** All settings lie in one partition of the channels table: there are tens of them, read together once an import. */
const PARTITION = "CALENDAR_SETTINGS";

const SettingItem = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("group"), name: z.string(), channelIds: z.array(z.string()) }),
  z.object({ kind: z.literal("approval"), by: z.enum(["channel", "campaign"]), name: z.string() }),
  z.object({
    kind: z.literal("defaults"),
    channelId: z.string(),
    imageFit: z.enum(IMAGE_FITS).optional(),
    ifLate: z.string().transform(parsedLateness).optional(),
  }),
  z.object({ kind: z.literal("slots"), channelId: z.string(), slots: z.string().transform(parsedSlots) }),
]);

type SettingItem = z.output<typeof SettingItem>;

/** Slots are stored as people write them. */
function parsedSlots(written: string): PostingSlots {
  const slots = readSlots(written);
  return "unreadable" in slots ? [] : slots;
}

/** So is how late a post may be. */
function parsedLateness(written: string): Lateness | undefined {
  const read = readLateness(written, sayIn("en"));
  return "lateness" in read ? read.lateness : undefined;
}

export interface ApprovalRule {
  readonly by: "channel" | "campaign";
  readonly name: string;
}

/** What people have agreed upon for all calendars: groups of channels, posting slots, defaults of channels, approvals. */
export class CalendarSettingsTable implements SettingsSource {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read(): Promise<CalendarSettings> {
    const items = await this.#items();
    return {
      groups: items
        .flatMap((item) => (item.kind === "group" ? [item] : []))
        .map(({ name, channelIds }) => ({ name, channelIds })),
      slots: new Map(items.flatMap((item) => (item.kind === "slots" ? [[item.channelId, item.slots] as const] : []))),
      channelDefaults: new Map(items.flatMap(defaultsIn)),
      approvals: { channels: approvalsBy("channel", items), campaigns: approvalsBy("campaign", items) },
    };
  }

  /** Makes a group, or replaces the one of that name. */
  async putGroup({ name, channelIds }: ChannelGroup): Promise<void> {
    await this.#put(groupSort(name), { kind: "group", name, channelIds: [...channelIds] });
  }

  async removeGroup(name: string): Promise<void> {
    await this.#remove(groupSort(name));
  }

  /** Gives a channel its slots, in place of those that it had. */
  async putSlots(channelId: string, slots: PostingSlots): Promise<void> {
    await this.#put(slotsSort(channelId), { kind: "slots", channelId, slots: writeSlots(slots) });
  }

  async removeSlots(channelId: string): Promise<void> {
    await this.#remove(slotsSort(channelId));
  }

  /** What holds on a channel for rows that do not say it; undefined: nothing is agreed upon any more. */
  async setImageFit(channelId: string, imageFit: ImageFit | undefined): Promise<void> {
    await this.#setDefault(channelId, "imageFit", imageFit);
  }

  /** How late a post may go out, as the column `if_late` says it; for `EVERY_CHANNEL`, where a channel has no other. */
  async setIfLate(channelId: string, ifLate: string | undefined): Promise<void> {
    await this.#setDefault(channelId, "ifLate", ifLate);
  }

  /** Whether every post on a channel, or of a campaign, needs an approval. */
  async requireApproval({ by, name }: ApprovalRule, isNeeded: boolean): Promise<void> {
    const rule = { kind: "approval", by, name: by === "campaign" ? campaignKey(name) : name } as const;
    const sk = `approval#${by}#${rule.name}`;
    if (isNeeded) await this.#put(sk, rule);
    else await this.#remove(sk);
  }

  async #items(): Promise<readonly SettingItem[]> {
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#table,
        KeyConditionExpression: "pk = :partition",
        ExpressionAttributeValues: { ":partition": PARTITION },
        // An import right after a change must see it.
        ConsistentRead: true,
      },
    );
    const items: SettingItem[] = [];
    for await (const { Items = [] } of pages) items.push(...Items.map((item) => SettingItem.parse(item)));
    return items;
  }

  /** One default, and none of the others of the channel. */
  async #setDefault(channelId: string, name: "imageFit" | "ifLate", value: string | undefined): Promise<void> {
    const isGone = value === undefined;
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: { pk: PARTITION, sk: `defaults#${channelId}` },
        UpdateExpression: `SET kind = :kind, channelId = :channelId${isGone ? " REMOVE #name" : ", #name = :value"}`,
        ExpressionAttributeNames: { "#name": name },
        ExpressionAttributeValues: {
          ":kind": "defaults",
          ":channelId": channelId,
          ...(!isGone && { ":value": value }),
        },
      }),
    );
  }

  async #put(sk: string, item: z.input<typeof SettingItem>): Promise<void> {
    await this.#client.send(new PutCommand({ TableName: this.#table, Item: { pk: PARTITION, sk, ...item } }));
  }

  async #remove(sk: string): Promise<void> {
    await this.#client.send(new DeleteCommand({ TableName: this.#table, Key: { pk: PARTITION, sk } }));
  }
}

function approvalsBy(by: ApprovalRule["by"], items: readonly SettingItem[]): ReadonlySet<string> {
  return new Set(items.flatMap((item) => (item.kind === "approval" && item.by === by ? [item.name] : [])));
}

function defaultsIn(item: SettingItem): readonly (readonly [channelId: string, defaults: ChannelDefaults])[] {
  if (item.kind !== "defaults") return [];
  const { channelId, imageFit, ifLate: lateness } = item;
  const agreed = { ...(imageFit && { imageFit }), ...(lateness && { lateness }) };
  return Object.keys(agreed).length === 0 ? [] : [[channelId, agreed]];
}

function groupSort(name: string): string {
  return `group#${groupKey(name)}`;
}

function slotsSort(channelId: string): string {
  return `slots#${channelId}`;
}
