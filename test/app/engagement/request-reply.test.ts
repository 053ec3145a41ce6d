import { describe, expect, it } from "vitest";
import { requestReply } from "#lib/app/engagement/request-reply.ts";
import type { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";

function aQueue() {
  const sent: ReplyRequest[] = [];
  return {
    sent,
    services: { queue: { send: async (request: ReplyRequest) => void sent.push(request) }, newId: () => "new" },
  };
}

describe("requestReply", () => {
  it("gives a reply without an id one of its own", async () => {
    const { sent, services } = aQueue();

    await requestReply({ conversationId: "c1", text: "Yes!" }, services);

    expect(sent).toEqual([{ version: 1, replyId: "new", conversationId: "c1", text: "Yes!" }]);
  });

  it("refuses what the reply worker would refuse", async () => {
    const { sent, services } = aQueue();

    await expect(requestReply({ conversationId: "c1", text: "" }, services)).rejects.toThrow();
    expect(sent).toEqual([]);
  });
});
