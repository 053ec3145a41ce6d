import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";

export interface AwsStandIn {
  readonly origin: string;
  stop(): void;
}

const SendMessage = z.object({ MessageBody: z.string() });

/** As much of SQS, S3 and SSM as the front door asks for, with answers that the SDK accepts, and no work behind them. */
export async function startAwsStandIn(secret: string): Promise<AwsStandIn> {
  const server = createServer((request, response) => {
    answer(request, response, secret).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, secret: string): Promise<void> {
  const body = await text(request);
  const operation = String(request.headers["x-amz-target"] ?? "").split(".")[1];
  if (operation === "GetParameter") {
    const Value = JSON.stringify({ appSecrets: [secret], verifyToken: secret });
    json(response, { Parameter: { Name: "parameter", Type: "SecureString", Value } });
    return;
  }
  if (operation === "SendMessage") {
    const { MessageBody } = SendMessage.parse(JSON.parse(body));
    // The SDK compares it with what it sent.
    json(response, { MessageId: "1", MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex") });
    return;
  }
  response.writeHead(200, { etag: '"0"' }).end();
}

function json(response: ServerResponse, value: object): void {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(value));
}
