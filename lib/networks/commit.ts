import {
  DuplicateContentError,
  NetworkError,
  NotReadyError,
  NotSentError,
  RateLimitedError,
  TokenRejectedError,
} from "./errors.ts";
import type { CommitOutcome } from "./network.ts";

/**
 * Runs the one irreversible call and turns whatever happens into one of the four outcomes. Everything that is not
 * recognised is ambiguous: an error of ours after the first byte was written proves nothing about the network.
 */
export async function commitOutcome(call: () => Promise<{ remoteId: string; url?: string }>): Promise<CommitOutcome> {
  try {
    return { outcome: "accepted", ...(await call()) };
  } catch (error) {
    return explainFailure(error);
  }
}

function explainFailure(error: unknown): CommitOutcome {
  if (!(error instanceof NetworkError)) {
    return { outcome: "ambiguous", reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
  const { message: reason, code } = error;
  if (error.retry === "never")
    return { outcome: "rejected", reason, code, duplicate: error instanceof DuplicateContentError };
  if (error.retry === "reconcile") return { outcome: "ambiguous", reason, code };
  const retryAt = error instanceof RateLimitedError ? error.retryAt : undefined;
  return { outcome: "notAccepted", because: whyNot(error), reason, code, retryAt };
}

function whyNot(error: NetworkError): "not-sent" | "rate-limited" | "token" | "permission" | "not-ready" {
  if (error instanceof NotSentError) return "not-sent";
  if (error instanceof TokenRejectedError) return error.lacks === "permission" ? "permission" : "token";
  if (error instanceof NotReadyError) return "not-ready";
  return "rate-limited";
}
