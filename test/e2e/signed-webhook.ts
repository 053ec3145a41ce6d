import { createHmac } from "node:crypto";
import type { Session } from "#local/session.ts";

/** POSTs a body to the front door, signed as X does; with `headers` instead of a signature where those are given. */
export async function postWebhook(
  { laptop, company }: Session,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = { [SIGNATURE]: signature(body, secretOf("x", company)) },
): Promise<number> {
  const response = await fetch(`${laptop.functionUrl()}x`, { method: "POST", headers, body });
  await response.arrayBuffer();
  return response.status;
}

export const SIGNATURE = "x-twitter-webhooks-signature";

function signature(body: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("base64")}`;
}

function secretOf(network: string, { channels }: Session["company"]): string {
  return channels.find(({ channel }) => channel.network === network)?.simulated.appSecret ?? "";
}
