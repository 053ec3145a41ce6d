import { parseFields, project } from "../meta/simulator-fields.ts";
import type { GraphRequest } from "../meta/simulator-graph.ts";
import { noSuchObject } from "../meta/simulator-refusal.ts";
import type { Deliveries } from "../meta/simulator-webhooks.ts";
import {
  graphTime,
  listed,
  type MetaWorld,
  messageById,
  personNamed,
  requireParam,
  seconds,
} from "../meta/simulator-world.ts";
import type { CustomerActions, LiveMessage } from "../simulator.ts";
import type { PagePosts } from "./simulator-posts.ts";

export interface PageComments extends Pick<CustomerActions, "comment" | "mention"> {
  /** The page writes below a post, a comment or a mention. */
  write(parentId: string, request: GraphRequest): object;
  list(parentId: string, request: GraphRequest): object;
}

export function createPageComments(world: MetaWorld, posts: PagePosts, deliveries: Deliveries): PageComments {
  const { channel, now } = world.options;
  const us = { remoteId: channel.remoteId, name: channel.displayName };

  /** Comments hang on a post of ours, or on what mentions us elsewhere. */
  function commentOn(parentId: string, written: Pick<LiveMessage, "author" | "text" | "isOurs">): LiveMessage {
    const parent = posts.find(parentId) ? undefined : messageById(world, parentId);
    const postRemoteId = parent ? parent.postRemoteId : parentId;
    const number = (postRemoteId ?? parentId).split("_").at(-1);
    const message: LiveMessage = {
      remoteId: world.remember(`${number}_${world.issueId()}`),
      kind: parent?.kind === "mention" ? "mention" : "comment",
      postRemoteId,
      inReplyToRemoteId: parent?.remoteId,
      createdAt: now(),
      ...written,
    };
    world.messages.push(message);
    return message;
  }

  /** Told for posts of the page only, and for our own comments as well. */
  async function tell(comment: LiveMessage): Promise<void> {
    const { remoteId, postRemoteId, inReplyToRemoteId, author, text, createdAt } = comment;
    if (postRemoteId === undefined) return;
    const value = {
      from: { id: author.remoteId, name: author.name },
      post: {
        status_type: "mobile_status_update",
        is_published: true,
        permalink_url: posts.find(postRemoteId)?.url,
        id: postRemoteId,
      },
      message: text,
      post_id: postRemoteId,
      comment_id: remoteId,
      created_time: seconds(createdAt),
      item: "comment",
      parent_id: inReplyToRemoteId ?? postRemoteId,
      verb: "add",
    };
    await deliveries.send({ changes: [{ field: "feed", value }] });
  }

  function toNode({ remoteId, author, text, createdAt, postRemoteId }: LiveMessage) {
    return {
      id: remoteId,
      from: { id: author.remoteId, name: author.name },
      message: text,
      created_time: graphTime(createdAt),
      permalink_url: `https://www.facebook.com/${postRemoteId ?? remoteId}?comment_id=${remoteId.split("_").at(-1)}`,
    };
  }

  return {
    write(parentId, { params }) {
      const comment = commentOn(parentId, { author: us, text: requireParam(params, "message"), isOurs: true });
      void tell(comment);
      return project(toNode(comment), parseFields(params.fields ?? "id"));
    },

    list(parentId, { params }) {
      if (!world.hasIssued(parentId)) throw noSuchObject(parentId);
      const below = world.messages.filter(
        ({ inReplyToRemoteId, postRemoteId, kind }) =>
          kind !== "direct" && (inReplyToRemoteId === parentId || postRemoteId === parentId),
      );
      const page = listed(params.order === "reverse_chronological" ? below.reverse() : below, params);
      const fields = parseFields(params.fields ?? "id,from,message,created_time");
      return { ...page, data: page.data.map((comment) => project(toNode(comment), fields)) };
    },

    async comment({ postRemoteId, author, text }) {
      const comment = commentOn(postRemoteId, { author: personNamed(author), text, isOurs: false });
      await tell(comment);
      return comment.remoteId;
    },

    /** A post of somebody's own that names the page. */
    async mention({ author: name, text }) {
      const author = personNamed(name);
      const remoteId = world.remember(`${author.remoteId}_${world.issueId()}`);
      const createdAt = now();
      world.messages.push({ remoteId, kind: "mention", author, text, isOurs: false, createdAt });
      const value = {
        post_id: remoteId,
        sender_id: author.remoteId,
        sender_name: author.name,
        item: "post",
        verb: "add",
        created_time: seconds(createdAt),
        message: text,
      };
      await deliveries.send({ changes: [{ field: "mention", value }] });
      return remoteId;
    },
  };
}
