import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

const WEBHOOKS = join(import.meta.dirname, "../../events/webhooks");

type Sign = (body: string, secret: string) => Readonly<Record<string, string>>;

const signForMeta: Sign = (body, secret) => ({ "x-hub-signature-256": `sha256=${digest(body, secret, "hex")}` });
const signForX: Sign = (body, secret) => ({
  "x-twitter-webhooks-signature": `sha256=${digest(body, secret, "base64")}`,
});

/** A recorded comment, mention or direct message of each network, and how the network signs it. */
const RECORDED: readonly { readonly network: string; readonly names: readonly string[]; readonly sign: Sign }[] = [
  { network: "facebook", names: ["comment", "mention", "direct-message"], sign: signForMeta },
  { network: "instagram", names: ["comment", "mention-in-comment", "direct-message"], sign: signForMeta },
  { network: "x", names: ["reply", "mention", "direct-message"], sign: signForX },
];

/** Recorded deliveries of every network as a function URL hands them over, signed. */
export async function signedEvents(secret: string): Promise<APIGatewayProxyEventV2[]> {
  const deliveries = RECORDED.flatMap(({ network, names, sign }) => names.map((name) => ({ network, name, sign })));
  return Promise.all(
    deliveries.map(async ({ network, name, sign }) => {
      const body = await readFile(join(WEBHOOKS, network, `${name}.json`), "utf8");
      return toEvent(network, body, sign(body, secret));
    }),
  );
}

function toEvent(network: string, body: string, signature: Readonly<Record<string, string>>): APIGatewayProxyEventV2 {
  const [rawPath, time] = [`/${network}`, "24/Nov/2026:12:00:00 +0000"];
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString: "",
    headers: { "content-type": "application/json", ...signature },
    isBase64Encoded: false,
    body,
    requestContext: {
      accountId: "anonymous",
      apiId: "bench",
      domainName: "localhost",
      domainPrefix: "bench",
      http: { method: "POST", path: rawPath, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: network },
      requestId: "bench",
      routeKey: "$default",
      stage: "$default",
      time,
      timeEpoch: 0,
    },
  };
}

function digest(body: string, secret: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", secret).update(body).digest(encoding);
}
