import * as z from "zod";
import type { NetworkSimulator } from "#lib/networks/simulator.ts";
import { PageError } from "./page-error.ts";

const AUTHOR_LENGTH = 60;
const TEXT_LENGTH = 2000;

const Author = z.string().trim().min(1, "needs a name").max(AUTHOR_LENGTH, `takes ${AUTHOR_LENGTH} characters`);
const Text = z.string().trim().min(1, "needs some text").max(TEXT_LENGTH, `takes ${TEXT_LENGTH} characters`);
const Written = z.object({ network: z.string(), author: Author, text: Text });
const Comment = Written.extend({ postId: z.string().min(1, "needs a post") });

/** What visitors of the page may do, by its path. Each resolves to the new message's id. */
export const customerWrites: Readonly<
  Record<string, (body: unknown, simulators: readonly NetworkSimulator[]) => Promise<string>>
> = {
  "/comment": async (body, simulators) => {
    const { network, postId, author, text } = read(Comment, body);
    const simulator = simulatorNamed(network, simulators);
    const isThere = simulator.truth.posts.some(({ remoteId }) => remoteId === postId);
    if (!isThere) throw new PageError(404, `${network} has no such post`);
    return await simulator.customer.comment({ postRemoteId: postId, author, text });
  },
  "/mention": async (body, simulators) => {
    const { network, author, text } = read(Written, body);
    return await simulatorNamed(network, simulators).customer.mention({ author, text });
  },
  "/direct": async (body, simulators) => {
    const { network, author, text } = read(Written, body);
    return await simulatorNamed(network, simulators).customer.direct({ author, text });
  },
};

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(body);
  if (!error) return data;
  const [issue] = error.issues;
  throw new PageError(400, `${issue?.path.join(".") || "the body"}: ${issue?.message ?? "is not valid"}`);
}

export function simulatorNamed(name: string, simulators: readonly NetworkSimulator[]): NetworkSimulator {
  const simulator = simulators.find(({ network }) => network === name);
  if (!simulator) throw new PageError(404, "there is no such network");
  return simulator;
}
