import type { Draft, DraftMedia } from "#lib/domain/publishing/draft.ts";
import type { ImageLimits } from "#lib/domain/publishing/image-copy.ts";
import { asMade, imageRecipe } from "#lib/domain/publishing/image-recipe.ts";
import type { Clock } from "../../clock.ts";
import { LatestNotes } from "../calendar/latest-notes.ts";
import type { MediaCatalogue } from "../calendar/ports.ts";
import { adaptedKey, type CopyOrder } from "./adapted-copy.ts";

/** Has copies made by whoever can: only the import carries what is needed to make them. */
export interface CopyOrders {
  order(copy: CopyOrder): Promise<void>;
}

export interface CopyServices {
  readonly catalogue: MediaCatalogue;
  readonly copies: CopyOrders;
}

/** A draft with copies in place of images that came after their calendar, and that its network would refuse. */
export interface CopiedDraft {
  readonly draft: Draft;
  /** Images whose copies are ordered, and not there yet: the draft tells what they will be. */
  readonly pending: readonly string[];
}

/** @param late the names of the files that came late. What was there when the calendar was read, it has adapted. */
export async function withCopies(
  draft: Draft,
  late: ReadonlySet<string>,
  { limits, ...services }: CopyServices & { readonly limits: ImageLimits },
): Promise<CopiedDraft> {
  const files = await Promise.all(
    draft.media.map(async (media): Promise<Copied> => {
      return late.has(media.name) ? await copied(media, limits, services) : { media };
    }),
  );
  return {
    draft: { ...draft, media: files.map(({ media }) => media) },
    pending: files.flatMap(({ media, isPending }) => (isPending ? media.name : [])),
  };
}

interface Copied {
  readonly media: DraftMedia;
  readonly isPending?: boolean;
}

async function copied(late: DraftMedia, limits: ImageLimits, { catalogue, copies }: CopyServices): Promise<Copied> {
  const { imageFit = "pad", ...media } = late;
  const recipe = imageRecipe(media, limits, imageFit);
  if (!recipe) return { media };
  const order = { name: media.name, sizeBytes: media.sizeBytes, recipe };
  const name = adaptedKey(order);
  const made = await catalogue.lookUp(name);
  if (made.found && made.probe?.isReadable)
    return { media: { ...media, ...made.probe.facts, sizeBytes: made.sizeBytes, name } };
  await copies.order(order);
  const { recipe: _, ...willBe } = asMade(media, recipe);
  return { media: willBe, isPending: true };
}

/** A copy is made long before; if it is not, its order was lost. */
const ORDERED_AGAIN_MS = 60_000;

/** Orders a copy at most once a minute: hundreds of posts may wait for the same image, and look for it every few seconds. */
export function sparing(copies: CopyOrders, { now }: Pick<Clock, "now">): CopyOrders {
  const ordered = new LatestNotes<string, Date>(1_000);
  return {
    async order(copy) {
      const name = adaptedKey(copy);
      const at = ordered.get(name);
      if (at && now().getTime() - at.getTime() < ORDERED_AGAIN_MS) return;
      ordered.set(name, now());
      await copies.order(copy);
    },
  };
}
