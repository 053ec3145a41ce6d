import type { Channel } from "../../accounts/channel.ts";
import type { DraftMedia } from "../draft.ts";
import type { ImageFit, ImageRecipe } from "../image-copy.ts";
import { asAwaited, asMade, imageRecipe } from "../image-recipe.ts";
import { defaultsOn } from "./channel-defaults.ts";
import type { MediaRead } from "./media.ts";
import type { Say } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";
import type { PlanContext } from "./row-plan.ts";

interface Wish {
  readonly place: { readonly channel: Channel };
  /** What the row says. */
  readonly imageFit: ImageFit | undefined;
  readonly context: Pick<PlanContext, "imageLimitsOf" | "fileImageFit" | "channelDefaults" | "say">;
}

/** The files as the channel's network gets them: of images that it would refuse, a copy, and a note of each. */
export function adaptedMedia(media: readonly DraftMedia[], { place, imageFit, context }: Wish): MediaRead {
  const { network, channelId } = place.channel;
  const limits = context.imageLimitsOf?.(network);
  if (!limits) return { media, problems: [] };
  const fit = imageFit ?? context.fileImageFit ?? defaultsOn(channelId, context.channelDefaults).imageFit ?? "pad";
  const recipes = media.map((file) => imageRecipe(file, limits, fit));
  if (media.every(({ isAwaited }, index) => !isAwaited && !recipes[index])) return { media, problems: [] };
  const problems: CellProblem[] = [];
  const adapted = media.map((file, index) => {
    if (file.isAwaited) return asAwaited(file, limits, fit);
    const recipe = recipes[index];
    if (!recipe) return file;
    problems.push(note(file, recipe, { network, say: context.say }));
    return asMade(file, recipe);
  });
  return { media: adapted, problems };
}

function note(
  { name, width = 0, height = 0 }: DraftMedia,
  recipe: ImageRecipe,
  { network, say }: { readonly network: string; readonly say: Say },
): CellProblem {
  const size = `${recipe.width}×${recipe.height}`;
  const isSameShape = Math.abs(recipe.width / recipe.height - width / height) < 0.005;
  const reshaped = say.word(recipe.fit === "pad" ? "adaptedPadded" : "adaptedCropped", { size });
  const how = isSameShape ? say.word("adaptedJpeg", { size }) : reshaped;
  return { column: "media", value: name, ...say("mediaAdapted", { value: name, network, how }), severity: "warning" };
}
