import * as z from "zod";

/** What the reply queue takes: one answer to a customer. The same `replyId` is one answer, however often it is asked for. */
export const ReplyRequest = z.object({
  version: z.literal(1).default(1),
  replyId: z
    .string()
    .regex(/^[\w.:-]{1,128}$/, "1 to 128 letters, digits or . : _ -")
    .meta({ description: "Chosen by the sender. Asking again with the same one does not answer twice." }),
  conversationId: z.string().min(1),
  text: z.string().min(1).max(50_000),
  messageId: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "The message to answer. Without it: the customer's latest of the conversation." }),
});

export type ReplyRequest = z.infer<typeof ReplyRequest>;
