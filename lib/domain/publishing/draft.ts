import type { ImageFit, ImageRecipe } from "./image-copy.ts";
import type { MediaFacts } from "./media-facts.ts";

/** What is to be published on one channel: plain content, before any network has seen it. */
export interface Draft {
  readonly text: string;
  readonly link?: string;
  readonly media: readonly DraftMedia[];
  readonly campaign?: string;
  readonly options?: DraftOptions;
}

/** What a calendar may say of a post beyond its content. A network takes the ones that its adapter names. */
export interface DraftOptions {
  readonly title?: string;
  /** Labels of our own; no network sees them. */
  readonly tags?: readonly string[];
  readonly objective?: string;
  readonly contentType?: string;
  readonly postType?: string;
  readonly cta?: string;
  readonly board?: string;
  readonly privacy?: string;
  /** What people are to be told of it, separated by `; `: `ai`, `own brand`, `paid partnership`. */
  readonly disclosure?: string;
}

/** One file of the media bucket, with what we know of it without opening it whole. */
export interface DraftMedia extends MediaFacts {
  /** The object's key in the media bucket. */
  readonly name: string;
  readonly sizeBytes: number;
  /** It was not there yet when the calendar was read: its name tells what it will be, its size is 0. */
  readonly isAwaited?: boolean;
  /** Of an awaited image: what is done with it when it comes in a shape that the network does not take. @default pad */
  readonly imageFit?: ImageFit;
  /** While a calendar is read: a copy is to be made that the network takes. A planned post names the copy. */
  readonly recipe?: ImageRecipe;
  readonly altText?: string;
}

/** Something that keeps a draft from going out as written, in the words of the person who wrote it. */
export interface Problem {
  /** The calendar column at fault, for example `text` or `media`. */
  readonly column: string;
  readonly problem: string;
  readonly remedy: string;
  /** The same for a French calendar. */
  readonly inFrench?: { readonly problem: string; readonly remedy: string };
  /** @default "error" */
  readonly severity?: "error" | "warning";
}
