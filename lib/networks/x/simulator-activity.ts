import { createHmac } from "node:crypto";
import type { SimulatorOptions, TroubleSwitches } from "../simulator.ts";
import { activityPost, wireUser } from "./simulator-wire.ts";
import type { Person, StoredDirect, StoredPost, World } from "./simulator-world.ts";

/** X does not say how often it delivers again; a receiver that is down for a moment must not cost a message here. */
const ATTEMPTS = 3;

/** Builds the envelopes of the X Activity API, signs them and carries them out, with the trouble that is switched on. */
export class ActivitySender {
  readonly #options: SimulatorOptions;
  readonly #world: World;
  readonly #trouble: TroubleSwitches;
  readonly #held: object[] = [];

  constructor(options: SimulatorOptions, world: World, trouble: TroubleSwitches) {
    this.#options = options;
    this.#world = world;
    this.#trouble = trouble;
  }

  tellPost(eventType: string, post: StoredPost): Promise<void> {
    const payload = activityPost(post, this.#world);
    const includes = { users: [wireUser(post.author), wireUser(this.#world.us)], tweets: [payload] };
    return this.#tell({ event_type: eventType, tag: "antenne", payload, includes });
  }

  tellDirect(eventType: "dm.received" | "dm.sent", direct: StoredDirect): Promise<void> {
    return this.#tell({ event_type: eventType, tag: "antenne", payload: directPayload(direct) });
  }

  #tell(activity: object): Promise<void> {
    const filter = { user_id: this.#world.us.id };
    const uuid = String(BigInt(Math.floor(this.#world.random() * 2 ** 53)) - 2n ** 52n);
    this.#held.push({ data: { event_uuid: uuid, filter, ...activity } });
    return this.release();
  }

  /** X sends one envelope in a call: what was held back goes out in reverse order, one by one. */
  async release(): Promise<void> {
    if (this.#held.length < this.#trouble.webhookBatch) return;
    for (const envelope of this.#held.splice(0).toReversed()) await this.#send(envelope);
  }

  async #send(envelope: object): Promise<void> {
    const body = Buffer.from(JSON.stringify(envelope));
    const signature = createHmac("sha256", this.#options.channel.appSecret).update(body).digest("base64");
    const headers = { "content-type": "application/json", "x-twitter-webhooks-signature": `sha256=${signature}` };
    for (let copy = 0; copy <= this.#trouble.webhookDuplicates; copy++) {
      await this.#deliver({ method: "POST" as const, headers, body });
    }
  }

  /** A receiver that cannot be reached is its own trouble, never the sender's. */
  async #deliver(delivery: Parameters<SimulatorOptions["deliver"]>[0]): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const status = await this.#options.deliver(delivery).catch(() => 503);
      if (status < 300) return;
    }
  }
}

function directPayload({ id, sender, recipient, text, createdAt }: StoredDirect) {
  return {
    direct_message_events: [
      {
        type: "message_create",
        id,
        created_timestamp: String(createdAt.getTime()),
        message_create: {
          target: { recipient_id: recipient.id },
          sender_id: sender.id,
          message_data: { text, entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] } },
        },
      },
    ],
    users: { [sender.id]: user(sender), [recipient.id]: user(recipient) },
  };
}

function user(person: Person) {
  return { data: wireUser(person) };
}
