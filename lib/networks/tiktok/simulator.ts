import { type CustomerActions, type NetworkSimulator, noTrouble, type SimulatorOptions } from "../simulator.ts";
import { TikTokApi } from "./simulator-api.ts";
import { completed, type TikTokBehaviour } from "./simulator-behaviour.ts";
import { TokenIssuer } from "./simulator-oauth.ts";
import { World } from "./simulator-world.ts";
import { API_ORIGIN, UPLOAD_ORIGIN } from "./wire.ts";

export interface TikTokSimulatorOptions extends SimulatorOptions {
  readonly behaviour?: TikTokBehaviour;
  /** Of an access token that was granted. @default a day */
  readonly tokenLifetimeMs?: number;
}

/** A fake of TikTok's API for developers and of its upload host, for one account. */
export function createTikTokSimulator(options: TikTokSimulatorOptions): NetworkSimulator {
  const world = new World(options, completed(options.behaviour ?? {}));
  const trouble = noTrouble();
  const tokens = new TokenIssuer(world, options.channel, options.tokenLifetimeMs);
  const api = new TikTokApi({ world, trouble, tokens });
  return {
    network: "tiktok",
    origins: [API_ORIGIN, UPLOAD_ORIGIN],
    handle: (request) => api.handle(request),
    trouble,
    truth: {
      get posts() {
        return world.posts();
      },
      messages: world.messages,
    },
    customer: customersOf(world),
  };
}

/** People write on TikTok as everywhere; its API for developers tells nobody. */
function customersOf(world: World): CustomerActions {
  const record = async (
    kind: "comment" | "mention" | "direct",
    author: string,
    text: string,
    postRemoteId?: string,
  ) => {
    const remoteId = world.newId();
    const createdAt = world.now();
    world.messages.push({
      remoteId,
      kind,
      postRemoteId,
      author: { remoteId: author, name: author },
      text,
      isOurs: false,
      createdAt,
    });
    return remoteId;
  };
  return {
    comment: ({ postRemoteId, author, text }) => record("comment", author, text, postRemoteId),
    mention: ({ author, text }) => record("mention", author, text),
    direct: ({ author, text }) => record("direct", author, text),
  };
}
