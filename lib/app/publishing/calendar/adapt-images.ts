import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { RowPlan } from "#lib/domain/publishing/calendar/row-plan.ts";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageAdapter } from "../media/image-adapter.ts";

interface Around {
  /** Undefined in a dry run: then nothing is made. */
  readonly images: ImageAdapter | undefined;
  readonly say: Say;
}

/** Makes the copies that rows need for their networks. A row whose image cannot be adapted is held. */
export async function adaptImages(plan: RowPlan, { images, say }: Around): Promise<RowPlan> {
  if (!images || !plan.posts.some(({ draft }) => needsCopies(draft))) return plan;
  const posts: RowPlan["posts"][number][] = [];
  for (const post of plan.posts) {
    const media: DraftMedia[] = [];
    for (const file of post.draft.media) {
      const adapted = await adapt(file, images);
      if (!adapted) return held(plan, file, say);
      media.push(adapted);
    }
    posts.push({ ...post, draft: { ...post.draft, media } });
  }
  return { ...plan, posts };
}

function needsCopies({ media }: Draft): boolean {
  return media.some(({ recipe }) => recipe !== undefined);
}

async function adapt({ recipe, ...media }: DraftMedia, images: ImageAdapter): Promise<DraftMedia | undefined> {
  return recipe ? await images.adapt(media, recipe) : media;
}

function held(plan: RowPlan, { name }: DraftMedia, say: Say): RowPlan {
  const problem = onLine(plan.row.line, { column: "media", value: name, ...say("mediaDamaged", { value: name }) });
  return { ...plan, posts: [], problems: [...plan.problems, problem] };
}
