/** A refusal in Graph's own words; the server turns it into a response. */
export class GraphRefusal extends Error {
  override readonly name = "GraphRefusal";
  readonly status: number;
  readonly code: number;
  readonly subcode: number | undefined;
  readonly isTransient: boolean;

  constructor(
    code: number,
    message: string,
    options: { subcode?: number; status?: number; isTransient?: boolean } = {},
  ) {
    super(message);
    this.code = code;
    this.subcode = options.subcode;
    this.status = options.status ?? 400;
    this.isTransient = options.isTransient ?? false;
  }

  toJson(traceId: string): object {
    return {
      error: {
        message: this.message,
        type: "OAuthException",
        code: this.code,
        error_subcode: this.subcode,
        is_transient: this.isTransient || undefined,
        fbtrace_id: traceId,
      },
    };
  }
}

export function invalidParameter(message: string, subcode?: number): GraphRefusal {
  return new GraphRefusal(100, `(#100) ${message}`, { subcode });
}

/** What Graph says of ids and edges that do not exist, and of those that the token may not see. */
export function noSuchObject(id: string): GraphRefusal {
  return new GraphRefusal(
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { subcode: 33 },
  );
}
