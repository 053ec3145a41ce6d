import * as z from "zod";
import { GraphTime } from "./timestamp.ts";

/** Graph sends ids as strings; some webhooks send small ones as numbers. */
export const GraphId = z.union([z.string().min(1), z.number().transform(String)]);

/** @see https://developers.facebook.com/docs/graph-api/guides/error-handling */
export const GraphErrorBody = z.object({
  error: z.object({
    message: z.string().default("no message"),
    code: z.number(),
    error_subcode: z.number().optional(),
    is_transient: z.boolean().optional(),
    error_user_msg: z.string().optional(),
    fbtrace_id: z.string().optional(),
  }),
});
export type GraphErrorDetails = z.infer<typeof GraphErrorBody>["error"];

/** Graph may list fewer than it was asked for and still have more: only `next` tells. */
export const Paging = z
  .object({ next: z.string().optional(), cursors: z.object({ after: z.string().optional() }).optional() })
  .optional();

/** @see https://developers.facebook.com/docs/graph-api/reference/debug_token */
export const InspectedToken = z.object({
  data: z.object({ scopes: z.array(z.string()).optional(), expires_at: z.number().optional() }),
});

export const CreatedObject = z.object({ id: GraphId });

/** @see https://developers.facebook.com/docs/messenger-platform/reference/send-api */
export const SentMessage = z.object({ recipient_id: GraphId.optional(), message_id: GraphId });

/** @see https://developers.facebook.com/docs/messenger-platform/conversations */
export const Conversations = z.object({
  data: z.array(
    z.object({
      id: GraphId,
      messages: z
        .object({
          data: z.array(
            z.object({
              id: GraphId,
              message: z.string().optional(),
              created_time: GraphTime,
              from: z.object({ id: GraphId }).optional(),
            }),
          ),
          paging: Paging,
        })
        .optional(),
    }),
  ),
});

/** A number, or an object of numbers where Graph splits it. */
const InsightValue = z.union([z.number(), z.record(z.string(), z.number())]);

/**
 * Pages give `values`, Instagram gives `values` or `total_value`, according to the metric.
 *
 * @see https://developers.facebook.com/docs/graph-api/reference/insights
 */
export const InsightsAnswer = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      values: z.array(z.object({ value: InsightValue.optional() })).optional(),
      total_value: z.object({ value: InsightValue.optional() }).optional(),
    }),
  ),
});
export type Insight = z.infer<typeof InsightsAnswer>["data"][number];
