import { describe, expect, it } from "vitest";
import {
  type Message,
  type MessageContent,
  textOf,
  unheardOf,
  withContent,
  withDeletion,
  withEdit,
  withStatus,
} from "#lib/domain/engagement/message.ts";

const at = (time: string) => new Date(`2026-11-23T${time}Z`);

const content: MessageContent = {
  conversationId: "c",
  network: "chirper",
  channelId: "chirper/acme",
  direction: "inbound",
  kind: "comment",
  remoteId: "m",
  threadRemoteId: "t",
  text: "hello",
  attachments: [{ kind: "image" }],
  occurredAt: at("09:00:00"),
  receivedAt: at("09:00:05"),
  isComplete: true,
};
const nothing = unheardOf("m");
const settled: Message = { ...withContent(nothing, content), revision: 2, isPending: false };
const edit = { text: "hello!", occurredAt: at("09:01:00"), eventKey: "b" };

describe("a message", () => {
  it("is to be told once it has content, not before", () => {
    expect(withContent(nothing, content).isPending).toBe(true);
    expect(withEdit(nothing, edit).isPending).toBe(false);
    expect(withDeletion(nothing, at("09:02:00")).isPending).toBe(false);
    expect(withStatus(settled, "read").isPending).toBe(false);
  });

  it.each<[string, (message: Message) => Message]>([
    ["itself", (message) => withContent(message, content)],
    ["an edit", (message) => withEdit(message, edit)],
    ["a deletion", (message) => withDeletion(message, at("09:02:00"))],
    ["a status", (message) => withStatus(message, "delivered")],
  ])("does not change when it is told %s again", (_, tell) => {
    const once = tell(settled);

    expect(tell(once)).toBe(once);
  });

  it("has the text of its newest edit", () => {
    const newest = { ...edit, text: "newest", occurredAt: at("09:05:00") };

    expect(textOf(withEdit(withEdit(settled, newest), edit))).toBe("newest");
    expect(textOf(settled)).toBe("hello");
  });

  it("chooses between two edits of the same second by their names, in either order", () => {
    const other = { ...edit, text: "other", eventKey: "c" };

    expect(textOf(withEdit(withEdit(settled, edit), other))).toBe("other");
    expect(textOf(withEdit(withEdit(settled, other), edit))).toBe("other");
  });

  it("keeps no words once it is deleted", () => {
    const deleted = withEdit(withDeletion(withEdit(settled, edit), at("09:02:00")), {
      ...edit,
      occurredAt: at("10:00:00"),
    });

    expect(textOf(deleted)).toBeUndefined();
    expect(deleted.content).toMatchObject({ attachments: [], remoteId: "m" });
  });

  it("was deleted when that was first said to have happened", () => {
    const deleted = withDeletion(withDeletion(settled, at("09:05:00")), at("09:02:00"));

    expect(deleted.deletedAt).toEqual(at("09:02:00"));
  });

  it("is filled in by what is fetched later, in the conversation in which it was first seen", () => {
    const bare = { ...settled, content: { ...content, text: undefined, isComplete: false } };
    const fetched = { ...content, conversationId: "elsewhere", receivedAt: at("11:00:00") };

    const filled = withContent(bare, fetched);

    expect(filled).toMatchObject({ isPending: true, content: { ...content, text: "hello" } });
  });

  it("is not filled in again after its deletion", () => {
    const bare = { ...settled, content: { ...content, text: undefined, isComplete: false }, deletedAt: at("09:02:00") };

    expect(withContent(bare, content)).toBe(bare);
  });

  it("learns which request of ours made it, without being told anew", () => {
    const echo: Message = { ...settled, content: { ...content, direction: "outbound" } };

    const ours = withContent(echo, { ...content, direction: "outbound", replyId: "r1" });

    expect(ours).toMatchObject({ isPending: false, content: { replyId: "r1" } });
  });
});
