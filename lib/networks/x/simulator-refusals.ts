/** A request that X refuses, with the body that X would send. Thrown by the parts of the simulator. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** X's generic problem, which carries its reason in `detail`. */
function problem(status: number, title: string, detail: string): Refusal {
  return new Refusal(status, { title, detail, type: "about:blank", status });
}

export const unauthorized = () => problem(401, "Unauthorized", "Unauthorized");
export const missingScope = () => problem(403, "Forbidden", "You are not permitted to perform this action.");
export const duplicateContent = () =>
  problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.");
export const tooLong = () =>
  problem(
    403,
    "Forbidden",
    "Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text.",
  );
/** X documents the rule (2026-02-23) and not the wording of the refusal. */
export const replyNotAllowed = () =>
  problem(
    403,
    "Forbidden",
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.",
  );
export const answeredPostGone = () =>
  problem(403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you.");
export const noRecipient = () => problem(403, "Forbidden", "You cannot send messages to this user.");
export const noSuchPath = () => problem(404, "Not Found", "Not Found");
export const serverError = () => problem(500, "Internal Server Error", "Internal Server Error");
export const rateLimited = () => new Refusal(429, { errors: [{ code: 88, message: "Rate limit exceeded" }] });

/** As X's own playground spells it: https://github.com/xdevplatform/playground */
export function invalidRequest(parameter: string, value: string, message: string): Refusal {
  return new Refusal(400, {
    errors: [{ parameters: { [parameter]: [value] }, message }],
    title: "Invalid Request",
    detail: "One or more parameters to your request was invalid.",
    type: "https://api.x.com/2/problems/invalid-request",
  });
}

/** X answers 200 and tells in `errors` what it could not give. */
export function notFound(resource: string, value: string): object {
  return {
    errors: [
      {
        value,
        detail: `Could not find ${resource} with id: [${value}].`,
        title: "Not Found Error",
        resource_type: resource,
        parameter: "id",
        resource_id: value,
        type: "https://api.x.com/2/problems/resource-not-found",
      },
    ],
  };
}
