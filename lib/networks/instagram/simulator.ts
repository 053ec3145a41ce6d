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
import { createProfileComments } from "./simulator-comments.ts";
import { createContainers, type Processing } from "./simulator-containers.ts";
import { createProfileMedia, type Publishing } from "./simulator-media.ts";

const DIRECT_BYTES = 1000;

/** Graph's throttle of an Instagram account's calls. */
const USAGE = { type: "instagram", throttleCode: 80002 } as const;

/** A professional Instagram account at a simulated Graph API. Its app has "Require App Secret" switched on. */
export function createInstagramSimulator(
  options: SimulatorOptions & Processing & Publishing & GraphGrants & TokenGrants,
): NetworkSimulator {
  const { channel, now } = options;
  const world = createMetaWorld("1789", options);
  const deliveries = createDeliveries("instagram", options);
  const containers = createContainers(world, options);
  const media = createProfileMedia(world, containers, options);
  const comments = createProfileComments(world, deliveries);
  const inbox = createInbox(world, deliveries, {
    tooLong: (text) =>
      new TextEncoder().encode(text).length > DIRECT_BYTES
        ? `message[text] must be at most ${DIRECT_BYTES} bytes`
        : undefined,
    tellsDelivery: false,
  });
  const { trouble } = deliveries;
  const usage = new GraphUsageMeter(USAGE, now, options);
  const nextTraceId = traceIds(channel);

  async function answer(request: GraphRequest): Promise<object> {
    const [id = "", edge = ""] = request.path;
    switch (`${request.method} ${ownerOf(id)}/${edge}`) {
      case "POST profile/media":
        return containers.create(request);
      case "POST profile/media_publish":
        return media.publish(request);
      case "GET profile/media":
        return media.list(request);
      case "GET profile/content_publishing_limit":
        return media.quota();
      case "POST profile/mentions":
        return comments.answerMention(request);
      case "GET profile/":
        return profileNode(request);
      // The Page that the account is linked to: messages go through it.
      case "POST page/messages":
        return inbox.send(request);
      case "GET page/conversations":
        return inbox.list(request);
      case "GET object/":
        return objectNode(id, request);
      case "GET object/insights":
        return media.insights(id, request);
      case "POST object/comments":
        return comments.write(liveMedia(id), request);
      case "GET object/comments":
        return comments.listComments(liveMedia(id), request);
      case "POST object/replies":
        return comments.reply(id, request);
      case "GET object/replies":
        return comments.listReplies(id, request);
      default:
        throw noSuchObject(id);
    }
  }

  function ownerOf(id: string): "profile" | "page" | "object" {
    if (id === channel.remoteId) return "profile";
    return id === "me" ? "page" : "object";
  }

  function liveMedia(id: string): string {
    if (!media.live().some(({ remoteId }) => remoteId === id)) throw noSuchObject(id);
    return id;
  }

  function objectNode(id: string, request: GraphRequest): object {
    const container = containers.find(id);
    const node = container ? containers.node(container, request) : media.node(id, request);
    if (!node) throw noSuchObject(id);
    return node;
  }

  function profileNode({ params }: GraphRequest): object {
    const fields = parseFields(params.fields ?? "id,username");
    const mentions = fields.filter(({ name }) => name.startsWith("mentioned_"));
    const profile = {
      id: channel.remoteId,
      username: channel.handle,
      name: channel.displayName,
      followers_count: followersOf(channel.remoteId, now()),
      media_count: media.live().length,
      ...Object.fromEntries(mentions.map((field) => [field.name, comments.mentioned(field)])),
    };
    return project(profile, fields);
  }

  return {
    network: "instagram",
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
        return media.live();
      },
      messages: world.messages,
    },
    customer: { comment: comments.comment, mention: comments.mention, direct: inbox.receive },
  };
}

function isPublic({ method, path }: GraphRequest): boolean {
  return method === "POST" && ["media_publish", "comments", "replies", "mentions", "messages"].includes(path[1] ?? "");
}
