import * as z from "zod";

/** Events about channels, version 1. No token is ever in one. */
const channel = { version: z.literal(1), channelId: z.string(), network: z.string(), at: z.iso.datetime() };

/** The network refuses the channel's token, and no refresh helps: a person has to connect it anew. Told once. */
export const ChannelNeedsReconnecting = z.object({ ...channel, reason: z.string() });

/** A new token is stored: what waited for it goes on. */
export const ChannelReconnected = z.object({ ...channel });

/** By the `detail-type` under which each goes onto the bus. */
export const accountsEvents = { ChannelNeedsReconnecting, ChannelReconnected } as const;
