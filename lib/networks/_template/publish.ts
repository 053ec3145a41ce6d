import * as z from "zod";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { commitOutcome } from "../commit.ts";
import type { CommitOutcome, NetworkContext, Progress, PublishingContext, StageStep } from "../network.ts";
import { call } from "./api.ts";
import { CreatedPost, UploadedImage } from "./wire.ts";

/** Progress is stored as JSON between two steps and read back by nobody else. */
const Staged = z.object({ images: z.array(z.object({ id: z.string(), expiresAt: z.iso.datetime() })) });

export function composeText({ text, link }: Draft): string {
  return [text, link].filter(Boolean).join("\n");
}

/** One upload in a call. The engine stores the progress before it calls again: a crash costs one upload, never a post. */
export async function stage(
  draft: Draft,
  progress: Progress | undefined,
  context: PublishingContext,
): Promise<StageStep> {
  const now = context.now();
  const stored = stagedImages(progress);
  const images = stored.every(({ expiresAt }) => new Date(expiresAt) > now) ? [...stored] : [];
  const next = draft.media[images.length];
  if (next) {
    const { name, contentType } = next;
    const body = await context.media.bytes(name);
    images.push(await call({ method: "POST", path: "/images", body, contentType, answer: UploadedImage }, context));
  }
  if (images.length < draft.media.length) return { status: "continue", progress: { images } };
  const expiries = images.map(({ expiresAt }) => Date.parse(expiresAt));
  const expiresAt = expiries.length > 0 ? new Date(Math.min(...expiries)) : undefined;
  return { status: "staged", progress: { images }, expiresAt };
}

function stagedImages(progress: Progress | undefined) {
  return Staged.safeParse(progress).data?.images ?? [];
}

/** The one irreversible call, with nothing slow before it. `commitOutcome` sorts whatever comes of it. */
export function commit(draft: Draft, progress: Progress | undefined, context: NetworkContext): Promise<CommitOutcome> {
  const images = stagedImages(progress).map(({ id }, index) => ({ id, altText: draft.media[index]?.altText }));
  const body = JSON.stringify({ text: composeText(draft), images });
  return commitOutcome(async () => {
    const { id, url } = await call({ method: "POST", path: "/posts", body, answer: CreatedPost }, context);
    return { remoteId: id, url };
  });
}
