import { type Field, type GraphObject, parseFields, project } from "../meta/simulator-fields.ts";
import type { GraphRequest } from "../meta/simulator-graph.ts";
import { invalidParameter, noSuchObject } from "../meta/simulator-refusal.ts";
import type { Deliveries } from "../meta/simulator-webhooks.ts";
import { graphTime, listed, type MetaWorld, messageById, personNamed, requireParam } from "../meta/simulator-world.ts";
import type { CustomerActions, LiveMessage } from "../simulator.ts";

export interface ProfileComments extends Pick<CustomerActions, "comment" | "mention"> {
  /** `/{media}/comments` */
  write(mediaId: string, request: GraphRequest): object;
  listComments(mediaId: string, request: GraphRequest): object;
  /** `/{comment}/replies` */
  reply(commentId: string, request: GraphRequest): object;
  listReplies(commentId: string, request: GraphRequest): object;
  /** `/{ig}/mentions` */
  answerMention(request: GraphRequest): object;
  /** What a field such as `mentioned_comment.comment_id(…)` asks for. */
  mentioned(field: Field): GraphObject;
}

export function createProfileComments(world: MetaWorld, deliveries: Deliveries): ProfileComments {
  const { channel, now, random } = world.options;
  const us = { remoteId: channel.remoteId, name: channel.handle };

  function record(written: Omit<LiveMessage, "remoteId" | "createdAt">): LiveMessage {
    const message = { remoteId: world.issueId(), createdAt: now(), ...written };
    world.messages.push(message);
    return message;
  }

  function mentionAt(id: string): LiveMessage {
    const mention = world.messages.find(
      ({ remoteId, kind, isOurs }) => remoteId === id && kind === "mention" && !isOurs,
    );
    if (!mention) throw invalidParameter("The media or comment does not mention you", 33);
    return mention;
  }

  function tell({ remoteId, author, text, postRemoteId, inReplyToRemoteId }: LiveMessage): Promise<void> {
    const value = {
      from: { id: author.remoteId, username: author.name },
      media: { id: postRemoteId, media_product_type: "FEED" },
      id: remoteId,
      parent_id: inReplyToRemoteId,
      text,
    };
    return deliveries.send({ changes: [{ field: "comments", value }] });
  }

  return {
    write(postRemoteId, { params }) {
      const text = requireParam(params, "message");
      const comment = record({ kind: "comment", postRemoteId, author: us, text, isOurs: true });
      void tell(comment);
      return { id: comment.remoteId };
    },

    listComments(mediaId, { params }) {
      const topLevel = world.messages.filter(
        ({ kind, postRemoteId, inReplyToRemoteId }) =>
          kind === "comment" && postRemoteId === mediaId && inReplyToRemoteId === undefined,
      );
      const page = listed(topLevel.reverse(), params);
      return { ...page, data: page.data.map((each) => project(toNode(each), parseFields(params.fields ?? "id"))) };
    },

    reply(commentId, { params }) {
      const answered = messageById(world, commentId);
      if (answered.kind !== "comment") throw noSuchObject(commentId);
      const reply = record({
        kind: "comment",
        postRemoteId: answered.postRemoteId,
        // What answers an answer lands below the top-level comment.
        inReplyToRemoteId: answered.inReplyToRemoteId ?? commentId,
        author: us,
        text: requireParam(params, "message"),
        isOurs: true,
      });
      void tell(reply);
      return { id: reply.remoteId };
    },

    listReplies(commentId, { params }) {
      messageById(world, commentId);
      const replies = world.messages.filter(({ inReplyToRemoteId }) => inReplyToRemoteId === commentId);
      const page = listed(replies.reverse(), params);
      return { ...page, data: page.data.map((reply) => project(toNode(reply), parseFields(params.fields ?? "id"))) };
    },

    answerMention({ params }) {
      const mediaId = requireParam(params, "media_id");
      const mention = mentionAt(params.comment_id ?? mediaId);
      if (mention.postRemoteId !== mediaId) throw invalidParameter("The media does not mention you");
      const text = requireParam(params, "message");
      const { remoteId: inReplyToRemoteId, postRemoteId } = mention;
      return {
        id: record({ kind: "mention", postRemoteId, inReplyToRemoteId, author: us, text, isOurs: true }).remoteId,
      };
    },

    mentioned({ name, modifiers }) {
      const mention = mentionAt(modifiers.comment_id ?? modifiers.media_id ?? "");
      const permalink = "https://www.instagram.com/p/Cmention/";
      const { text, ...written } = toNode(mention);
      const below = { data: world.messages.filter(isAnswerTo(mention)).map(toNode).reverse() };
      if (name === "mentioned_media") return { ...written, caption: text, permalink, comments: below };
      return { ...written, text, media: { id: mention.postRemoteId, permalink }, replies: below };
    },

    async comment({ postRemoteId, author: name, text }) {
      if (!world.hasIssued(postRemoteId)) throw noSuchObject(postRemoteId);
      const comment = record({ kind: "comment", postRemoteId, author: customer(name), text, isOurs: false });
      await tell(comment);
      return comment.remoteId;
    },

    /** In a comment on somebody else's media or in its caption: the webhook tells ids and nothing more. */
    async mention({ author: name, text }) {
      const mediaId = world.issueId();
      const isCaption = random() < 0.5;
      const remoteId = isCaption ? mediaId : world.issueId();
      // Graph tells the author of a mention by name only.
      const username = customer(name).name;
      const author = { remoteId: username, name: username };
      world.messages.push({
        remoteId,
        kind: "mention",
        postRemoteId: mediaId,
        author,
        text,
        isOurs: false,
        createdAt: now(),
      });
      const value = { media_id: mediaId, ...(!isCaption && { comment_id: remoteId }) };
      await deliveries.send({ changes: [{ field: "mentions", value }] });
      return remoteId;
    },
  };
}

const isAnswerTo = (mention: LiveMessage) => (message: LiveMessage) => message.inReplyToRemoteId === mention.remoteId;

/** People have user names here. */
function customer(name: string) {
  const username = name
    .normalize("NFD")
    .replaceAll(/[^\w. ]/g, "")
    .trim()
    .toLowerCase()
    .replaceAll(" ", ".");
  return { remoteId: personNamed(name).remoteId, name: username || "someone" };
}

function toNode({ remoteId, text, author, createdAt }: LiveMessage): GraphObject {
  return {
    id: remoteId,
    text,
    timestamp: graphTime(createdAt),
    username: author.name,
    from: { id: author.remoteId, username: author.name },
  };
}
