import type { JsonObject } from "../json.ts";

/** SQS in this process, without HTTP. */
export interface QueueClient {
  /**
   * @param operation for example `ReceiveMessage`, with the input and the answer of SQS's JSON protocol
   * @throws QueueRefusal
   */
  call(operation: string, input: JsonObject): Promise<JsonObject>;
}

export class QueueRefusal extends Error {
  override name = "QueueRefusal";
  readonly code: string;

  constructor(operation: string, { __type: type, message }: JsonObject) {
    super(`SQS ${operation}: ${String(message ?? type)}`);
    this.code = String(type ?? "InternalFailure").replace(/^.*#/, "");
  }
}
