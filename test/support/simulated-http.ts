import { NotSentError, OutcomeUnknownError } from "#lib/networks/errors.ts";
import type { Http, HttpRequest } from "#lib/networks/http.ts";
import { ConnectionDroppedError, type NetworkSimulator, simulatorOf } from "#lib/networks/simulator.ts";

/** The networks in this process: what `createHttp` is to the world outside. */
export function simulatedHttp(simulators: readonly NetworkSimulator[]): Http {
  return async (sent) => {
    const request = toRequest(sent);
    const simulator = simulatorOf(simulators, sent.url.origin, request);
    if (!simulator) throw new NotSentError(`no connection to ${sent.url.origin}`, { code: "ENOTFOUND" });
    try {
      const response = await simulator.handle(request);
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      if (!(error instanceof ConnectionDroppedError)) throw error;
      throw new OutcomeUnknownError(`no complete answer from ${sent.url.origin}`, { cause: error, code: "ECONNRESET" });
    }
  };
}

function toRequest({ method, url, headers, body }: HttpRequest): Request {
  return new Request(url, { method, headers: { ...headers }, body });
}
