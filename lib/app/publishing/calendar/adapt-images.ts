import type { Say } from "#lib/domain/publishing/calendar/messages/say.ts";
import { onLine } from "#lib/domain/publishing/calendar/problem.ts";
import type { RowPlan } from "#lib/domain/publishing/calendar/row-plan.ts";
import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageAdapter } from "../media/image-adapter.ts";

/** Makes the copies that rows need for their networks. A row whose image cannot be adapted is held. */
export async function adaptImages(
  plans: readonly RowPlan[],
  { images, say }: { readonly images: ImageAdapter | undefined; readonly say: Say },
): Promise<readonly RowPlan[]> {
  // In a dry run nothing is made.
  if (!images) return plans;
  const adapted: RowPlan[] = [];
  for (const plan of plans) {
    const isReady = !plan.posts.some(({ draft }) => needsCopies(draft));
    adapted.push(isReady ? plan : await adaptRow(plan, { images, say }));
  }
  return adapted;
}

interface Around {
  readonly images: ImageAdapter;
  readonly say: Say;
}

async function adaptRow(plan: RowPlan, { images, say }: Around): Promise<RowPlan> {
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
