import { type CustomerActions, type NetworkSimulator, noTrouble, type SimulatorOptions } from "../simulator.ts";
import { ActivitySender } from "./simulator-activity.ts";
import { XApi, type XBehaviour } from "./simulator-api.ts";
import { TokenIssuer } from "./simulator-oauth.ts";
import { truthOf } from "./simulator-truth.ts";
import { World } from "./simulator-world.ts";
import { API_ORIGIN } from "./wire.ts";

/** A fake of X API v2 and of the X Activity API, for one account and the people around it. */
export function createXSimulator(options: SimulatorOptions, behaviour: XBehaviour = {}): NetworkSimulator {
  const world = new World(options);
  const trouble = noTrouble();
  const activities = new ActivitySender(options, world, trouble);
  const tokens = new TokenIssuer(world, options.channel, behaviour.tokenLifetimeMs);
  const api = new XApi({ channel: options.channel, world, trouble, activities, behaviour, tokens });
  return {
    network: "x",
    origins: [API_ORIGIN],
    handle: (request) => api.handle(request),
    trouble,
    truth: truthOf(world),
    customer: customersOf(world, activities),
  };
}

function customersOf(world: World, activities: ActivitySender): CustomerActions {
  const handle = `@${world.us.username}`;
  return {
    async comment({ postRemoteId, author, text }) {
      const answers = world.post(postRemoteId);
      if (!answers) throw new Error(`no post ${postRemoteId} on X`);
      const post = world.addPost({ author: world.person(author), text, media: [], answers });
      await activities.tellPost("post.reply.create", post);
      // A post that both answers and names an account belongs to two of the account's subscriptions.
      if (text.includes(handle)) await activities.tellPost("post.mention.create", post);
      return post.id;
    },
    async mention({ author, text }) {
      const written = text.includes(handle) ? text : `${handle} ${text}`;
      const post = world.addPost({ author: world.person(author), text: written, media: [] });
      await activities.tellPost("post.mention.create", post);
      return post.id;
    },
    async direct({ author, text }) {
      const direct = world.addDirect({ sender: world.person(author), recipient: world.us, text });
      await activities.tellDirect("dm.received", direct);
      return direct.id;
    },
  };
}
