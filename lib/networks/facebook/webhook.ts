import type { InboundEvent } from "#lib/domain/engagement/inbound.ts";
import { explode, ignored, type Leaf, unknown } from "../meta/envelope.ts";
import { frontDoor } from "../meta/front-door.ts";
import { messagingEvents } from "../meta/messaging.ts";
import type { Webhook } from "../network.ts";
import { feedEvents } from "./feed.ts";
import { mentionEvents } from "./mention.ts";

/** Known and left alone. `standby`: another app answers that conversation at present. */
const LEFT_ALONE = ["standby", "leadgen", "leadgen_update", "ratings", "messaging_policy_enforcement"];

export const webhook: Webhook = {
  ...frontDoor,
  events: (body) => explode("page", body, leafEvents),
};

function leafEvents(leaf: Leaf): readonly InboundEvent[] {
  if (leaf.field === "feed") return feedEvents(leaf);
  if (leaf.field === "mention") return mentionEvents(leaf);
  if (leaf.field === "messaging") return messagingEvents(leaf);
  return [LEFT_ALONE.includes(leaf.field) ? ignored(leaf.field) : unknown(`field ${leaf.field}`)];
}
