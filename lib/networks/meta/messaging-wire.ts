import * as z from "zod";
import { GraphTime } from "./timestamp.ts";
import { GraphId } from "./wire.ts";

const Attachment = z.object({
  type: z.string().optional().catch(undefined),
  payload: z.object({ url: z.string().optional() }).nullish().catch(undefined),
});

/** @see https://developers.facebook.com/docs/messenger-platform/reference/webhook-events */
export const MessagingItem = z.object({
  sender: z.object({ id: GraphId }),
  recipient: z.object({ id: GraphId }),
  timestamp: GraphTime,
  message: z
    .object({
      mid: z.string().min(1),
      text: z.string().optional(),
      is_echo: z.boolean().optional(),
      is_deleted: z.boolean().optional(),
      // Ornaments: in another shape than expected they must not cost us the message.
      attachments: z.array(Attachment).optional().catch(undefined),
      reply_to: z
        .object({ mid: z.string().optional(), story: z.object({ url: z.string().optional() }).optional() })
        .optional()
        .catch(undefined),
    })
    .optional(),
  message_edit: z.object({ mid: z.string(), text: z.string().default(""), num_edit: z.number().default(1) }).optional(),
  postback: z.object({ mid: z.string().optional(), title: z.string().default("") }).optional(),
  delivery: z.object({ mids: z.array(z.string()).optional(), watermark: GraphTime }).optional(),
  read: z.object({ mid: z.string().optional(), watermark: GraphTime.optional() }).optional(),
});
export type MessagingItem = z.infer<typeof MessagingItem>;
export type WireMessage = NonNullable<MessagingItem["message"]>;
