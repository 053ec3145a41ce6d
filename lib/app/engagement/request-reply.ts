import type * as z from "zod";
import { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";
import type { ReplyQueue } from "./ports.ts";

/**
 * Puts an answer into the reply queue. Without a `replyId` it is a new answer each time.
 *
 * @throws z.ZodError when the request makes no sense.
 */
export async function requestReply(
  wanted: Omit<z.input<typeof ReplyRequest>, "replyId" | "version"> & { readonly replyId?: string },
  { queue, newId }: { readonly queue: ReplyQueue; readonly newId: () => string },
): Promise<ReplyRequest> {
  const request = ReplyRequest.parse({ ...wanted, replyId: wanted.replyId ?? newId() });
  await queue.send(request);
  return request;
}
