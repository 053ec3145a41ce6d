import type { Http } from "#lib/networks/http.ts";
import type { Network } from "#lib/networks/network.ts";

/** Longer than any id that we know of (TikTok's, 34 characters). */
const TRACE_ID = /^[\w+/=.:-]{1,64}$/;

export interface TracedHttp {
  readonly http: Http;
  /** The trace id of the latest answer; undefined when it has none, or when the latest request has got no answer. */
  traceId(): string | undefined;
}

/**
 * Remembers under which id the network itself knows the latest exchange. What a network calls an id is text from
 * outside: anything but a short word of the usual characters is no id.
 */
export function tracedHttp(http: Http, traceOf: Network["traceOf"]): TracedHttp {
  let latest: string | undefined;
  return {
    traceId: () => latest,
    http: async (request) => {
      latest = undefined;
      const response = await http(request);
      const told = traceOf?.(response);
      latest = told !== undefined && TRACE_ID.test(told) ? told : undefined;
      return response;
    },
  };
}
