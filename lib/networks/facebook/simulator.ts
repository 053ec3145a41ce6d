import { parseFields, project } from "../meta/simulator-fields.ts";
import { type GraphRequest, serveGraph, type TokenGrants, tokenOf } from "../meta/simulator-graph.ts";
import { followersOf } from "../meta/simulator-growth.ts";
import { createInbox } from "../meta/simulator-inbox.ts";
import { noSuchObject } from "../meta/simulator-refusal.ts";
import { type GraphGrants, GraphUsageMeter } from "../meta/simulator-usage.ts";
import { createDeliveries } from "../meta/simulator-webhooks.ts";
import { createMetaWorld } from "../meta/simulator-world.ts";
import { GRAPH_ORIGIN } from "../meta/version.ts";
import type { NetworkSimulator, SimulatorOptions } from "../simulator.ts";
import { traceIds } from "../simulator-trace.ts";
import { createPageComments } from "./simulator-comments.ts";
import { createPagePosts, type ListingLag } from "./simulator-posts.ts";

/** What Messenger takes; not documented by Meta. */
const DIRECT_LENGTH = 2000;

/** Graph's throttle of a Page's calls. */
const USAGE = { type: "pages", throttleCode: 80001 } as const;

/** A Facebook Page at a simulated Graph API. Its app has "Require App Secret" switched on. */
export function createFacebookSimulator(
  options: SimulatorOptions & ListingLag & GraphGrants & TokenGrants,
): NetworkSimulator {
  const { channel, now } = options;
  const world = createMetaWorld("12", options);
  const deliveries = createDeliveries("page", options);
  const posts = createPagePosts(world, deliveries, options);
  const comments = createPageComments(world, posts, deliveries);
  const inbox = createInbox(world, deliveries, {
    tooLong: ({ length }) =>
      length > DIRECT_LENGTH
        ? `Length of param message[text] must be less than or equal to ${DIRECT_LENGTH}`
        : undefined,
    tellsDelivery: true,
  });
  const { trouble } = deliveries;
  const usage = new GraphUsageMeter(USAGE, now, options);
  const nextTraceId = traceIds(channel);

  async function answer(request: GraphRequest): Promise<object> {
    const [id = "", edge = ""] = request.path;
    switch (`${request.method} ${[channel.remoteId, "me"].includes(id) ? "page" : "object"}/${edge}`) {
      case "POST page/photos":
        return posts.uploadPhoto(request);
      case "POST page/feed":
        return posts.publish(request);
      case "GET page/published_posts":
        return posts.list(request);
      case "POST page/messages":
        return inbox.send(request);
      case "GET page/conversations":
        return inbox.list(request);
      case "GET page/":
        return project(pageNode(), parseFields(request.params.fields ?? "id,name"));
      case "GET object/": {
        const node = posts.node(id, request);
        if (!node) throw noSuchObject(id);
        return node;
      }
      case "GET object/insights":
        return posts.insights(id, request);
      case "POST object/comments":
        return comments.write(id, request);
      case "GET object/comments":
        return comments.list(id, request);
      default:
        throw noSuchObject(id);
    }
  }

  function pageNode() {
    const followers = followersOf(channel.remoteId, now());
    return { id: channel.remoteId, name: channel.displayName, followers_count: followers, fan_count: followers };
  }

  return {
    network: "facebook",
    origins: [GRAPH_ORIGIN],
    trouble,
    handle: (request) =>
      serveGraph({ channel, trouble, grants: options, usage, nextTraceId, isPublic, answer }, request),
    owns(request) {
      const id = new URL(request.url).pathname.split("/")[2] ?? "";
      return id === channel.remoteId || world.hasIssued(id) || tokenOf(request) === channel.accessToken;
    },
    truth: {
      get posts() {
        return posts.live();
      },
      messages: world.messages,
    },
    customer: { comment: comments.comment, mention: comments.mention, direct: inbox.receive },
  };
}

function isPublic({ method, path, params }: GraphRequest): boolean {
  const edge = path[1] ?? "";
  if (edge === "photos") return method === "POST" && params.published !== "false";
  return method === "POST" && ["feed", "comments", "messages"].includes(edge);
}
