import * as z from "zod";
import type { Progress } from "../network.ts";

const Container = z.object({
  id: z.string(),
  createdAt: z.string(),
  isFinished: z.boolean().default(false),
});
export type Container = z.infer<typeof Container>;

const StagedContainers = z.object({
  /** The items of a carousel, in the draft's order; empty for a single image or reel. */
  children: z.array(Container).default([]),
  /** What will be published. */
  container: Container.optional(),
  /** How often everything had to be begun anew. */
  restartCount: z.number().default(0),
});
export type StagedContainers = z.infer<typeof StagedContainers>;

export function readProgress(progress: Progress | undefined): StagedContainers {
  return StagedContainers.safeParse(progress).data ?? { children: [], restartCount: 0 };
}

/** What is empty or none is not stored: each write of the publication is billed by its size. */
export function progressOf({ children, container, restartCount }: StagedContainers): Progress {
  return {
    ...(children.length > 0 && { children }),
    ...(container && { container }),
    ...(restartCount > 0 && { restartCount }),
  };
}

/** The id that is known before the commit. */
export function containerIdOf(progress: Progress | undefined): string | undefined {
  return readProgress(progress).container?.id;
}
