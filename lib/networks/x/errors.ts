import {
  ContentRejectedError,
  DuplicateContentError,
  type NetworkError,
  OutcomeUnknownError,
  RateLimitedError,
  TokenRejectedError,
} from "../errors.ts";
import type { HttpResponse } from "../http.ts";
import { retryAtOf } from "./rates.ts";
import { Problem } from "./wire.ts";

/** Answers that prove that X looked at the request and refused it, provided that X itself wrote them. */
const REFUSALS = new Set([400, 403, 404, 413, 415, 422]);

/** Refusals of the connection and not of the content: https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
const CONNECTION_PROBLEMS = /\/problems\/(?:client-forbidden|unsupported-authentication|oauth1-permissions)$/;

/** Sorts an answer that is not a success. Whatever is not recognised may or may not have happened. */
export function explainAnswer(response: HttpResponse, now: Date): NetworkError {
  const { status } = response;
  const problem = readProblem(response.text);
  const reason = `X answered ${status}: ${describe(problem)}`;
  const code = codeOf(status, problem);
  if (status === 401) return new TokenRejectedError(reason, { code });
  if (status === 402) return new RateLimitedError(`credits exhausted (${reason})`, { code });
  if (status === 429) return new RateLimitedError(reason, { code, retryAt: retryAtOf(response.headers, now) });
  if (!problem || !REFUSALS.has(status)) return new OutcomeUnknownError(reason, { code });
  return status === 403 ? explainForbidden(problem, reason) : new ContentRejectedError(reason, { code });
}

function explainForbidden(problem: Problem, reason: string): NetworkError {
  const code = codeOf(403, problem);
  if (/duplicate content/i.test(describe(problem)) || problem.type?.endsWith("/duplicate-rules")) {
    return new DuplicateContentError(reason, { code });
  }
  if (problem.type?.endsWith("/usage-capped")) return new RateLimitedError(reason, { code });
  if (CONNECTION_PROBLEMS.test(problem.type ?? "")) return new TokenRejectedError(reason, { code });
  return new ContentRejectedError(reason, { code });
}

function readProblem(text: string): Problem | undefined {
  try {
    return Problem.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const REASON_LENGTH = 300;

function describe(problem: Problem | undefined): string {
  if (!problem) return "no readable reason";
  const messages = problem.errors?.map(({ message }) => message) ?? [];
  const said = [problem.title, problem.detail, ...messages].filter(Boolean);
  return said.join(" - ").slice(0, REASON_LENGTH) || "no reason given";
}

/** For logs and timelines: the status with X's own word for the problem, for example `403/client-forbidden`. */
function codeOf(status: number, problem: Problem | undefined): string {
  const number = problem?.errors?.find(({ code }) => code !== undefined)?.code;
  const word = problem?.type?.split("/").at(-1) ?? number;
  return word === undefined || word === "about:blank" ? String(status) : `${status}/${word}`;
}
