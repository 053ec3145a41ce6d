import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { WebhookAnswer, WebhookRequest } from "#lib/networks/network.ts";
import { loggableError } from "./loggable-error.ts";
import { logger } from "./logger.ts";
import { publishMetrics } from "./publish-metrics.ts";

/**
 * Turns "answer one call of a network" into a Lambda handler for a function URL with the path `/<network>`. Whatever
 * `work` throws is answered 500 without a word about it: the network then delivers again. Headers and bodies are never
 * logged.
 *
 * @param build runs once per cold start, on the first event, so importing is free.
 */
export function webhookEndpoint<Services>(
  work: (network: string, request: WebhookRequest, services: Services) => Promise<WebhookAnswer>,
  build: () => Services,
) {
  let services: Services | undefined;
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(publishMetrics())
    .handler(async (event: APIGatewayProxyEventV2) => {
      const network = networkIn(event.rawPath);
      try {
        services ??= build();
        const { status, contentType, body } = await work(network, toRequest(event), services);
        logger.info("webhook answered", { network, status });
        return { statusCode: status, headers: { "content-type": contentType }, body };
      } catch (error) {
        logger.error("a webhook could not be kept", { network, error: loggableError(error) });
        return { statusCode: 500, headers: { "content-type": "text/plain" }, body: "try again later" };
      }
    });
}

function networkIn(path: string): string {
  return path.split("/").filter(Boolean).join("/").toLowerCase();
}

function toRequest({
  requestContext,
  headers,
  rawQueryString,
  body,
  isBase64Encoded,
}: APIGatewayProxyEventV2): WebhookRequest {
  const lowerCase = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value] as const],
  );
  return {
    method: requestContext.http.method,
    headers: Object.fromEntries(lowerCase),
    query: Object.fromEntries(new URLSearchParams(rawQueryString)),
    body: Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8"),
  };
}
