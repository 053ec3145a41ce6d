import type { DraftOptions } from "../draft.ts";
import type { ImageFit } from "../image-recipe.ts";
import { compact } from "./column-names.ts";
import type { ColumnValues, VariantColumn } from "./columns.ts";
import type { Say } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";
import { remembered } from "./remembered.ts";

/** Our own words for a closed list, and how French calendars write them. */
type Choices = Readonly<Record<string, string>>;

/** What a campaign is for. */
const OBJECTIVES = {
  awareness: "notoriété",
  "customer channel": "relation client",
  community: "communauté",
  education: "pédagogie",
  sales: "ventes",
} as const satisfies Choices;

const CONTENT_TYPES = {
  "lead magnet": "aimant à prospects",
  "brand video": "vidéo de marque",
  "commemorative date": "date commémorative",
  fun: "divertissement",
  event: "événement",
} as const satisfies Choices;

const POST_TYPES = {
  post: "publication",
  story: "story",
  reel: "reel",
  short: "short",
  video: "vidéo",
  carousel: "carrousel",
  pin: "épingle",
  document: "document",
  article: "article",
  offer: "offre",
  event: "événement",
} as const satisfies Choices;

const PRIVACIES = { public: "public", unlisted: "non répertorié", private: "privé" } as const satisfies Choices;

const FITS = { pad: "bandes", crop: "rogner", none: "aucun" } as const satisfies Readonly<Record<ImageFit, string>>;

const UTM = { yes: "oui", no: "non" } as const satisfies Choices;

/** Other tools' words for the same. */
const SYNONYMS: Readonly<Record<string, string>> = {
  shorts: "short",
  reels: "reel",
  stories: "story",
  feed: "post",
  standard: "post",
  feedpost: "post",
  photo: "post",
  link: "post",
  pdf: "document",
  true: "yes",
  false: "no",
  customerservice: "customer channel",
};

export interface OptionsRead {
  readonly options: DraftOptions;
  /** What is done with images that a network does not take as they are; undefined where the row does not say it. */
  readonly imageFit: ImageFit | undefined;
  /** The row does not want its link tagged. */
  readonly isUntagged: boolean;
  readonly problems: readonly CellProblem[];
}

/** Reads everything of a row that is neither text, link nor media. */
export function readOptions(values: ColumnValues, say: Say): OptionsRead {
  const objective = choose("objective", values, { choices: OBJECTIVES, say });
  const contentType = choose("content_type", values, { choices: CONTENT_TYPES, say });
  const postType = choose("post_type", values, { choices: POST_TYPES, say });
  const privacy = choose("privacy", values, { choices: PRIVACIES, say });
  const fit = choose("image_fit", values, { choices: FITS, say });
  const utm = choose("utm", values, { choices: UTM, say });
  const tags = readTags(values.tags);
  const options = {
    ...(values.title && { title: values.title }),
    ...(tags.length > 0 && { tags }),
    ...(objective.word && { objective: objective.word }),
    ...(contentType.word && { contentType: contentType.word }),
    // A plain post is what every network makes of a draft by itself.
    ...(postType.word && postType.word !== "post" && { postType: postType.word }),
    ...(values.cta && { cta: values.cta }),
    ...(values.board && { board: values.board }),
    ...(privacy.word && { privacy: privacy.word }),
  };
  const problems = [objective, contentType, postType, privacy, fit, utm].flatMap(({ problem }) => problem ?? []);
  return { options, imageFit: fit.word, isUntagged: utm.word === "no", problems };
}

/** What is done with images, as a cell, a line above the header or a setting says it. */
export function readImageFit(
  written: string,
  say: Say,
): { readonly imageFit: ImageFit } | { readonly problem: CellProblem } {
  const { word, problem } = choose("image_fit", { image_fit: written }, { choices: FITS, say });
  if (word) return { imageFit: word };
  return { problem: problem ?? unknownWord("image_fit", written, { choices: FITS, say }) };
}

/** The columns that a network must know what to do with, and the option that each becomes. */
export const NETWORK_OPTIONS = {
  title: "title",
  post_type: "postType",
  cta: "cta",
  board: "board",
  privacy: "privacy",
} as const satisfies Partial<Record<VariantColumn, keyof DraftOptions>>;

const readTags = remembered((written): readonly string[] => {
  const tags = written
    .split(/[;,|\n]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  return [...new Set(tags)];
});

function wordsOf(choices: Choices, { language }: Say): readonly string[] {
  return language === "fr" ? Object.values(choices) : Object.keys(choices);
}

interface Chosen<Word extends string> {
  readonly word?: Word;
  readonly problem?: CellProblem;
}

interface Choosing<Word extends string> {
  readonly choices: Readonly<Record<Word, string>>;
  readonly say: Say;
}

function choose<Word extends string, Name extends keyof ColumnValues>(
  column: Name,
  values: Pick<ColumnValues, Name>,
  { choices, say }: Choosing<Word>,
): Chosen<Word> {
  const value = values[column];
  if (value === "") return {};
  const written = compact(SYNONYMS[compact(value)] ?? value);
  for (const word in choices) {
    if (compact(word) === written || compact(choices[word]) === written) return { word };
  }
  return { problem: unknownWord(column, value, { choices, say }) };
}

function unknownWord(column: string, value: string, { choices, say }: Choosing<string>): CellProblem {
  return { column, value, ...say("optionUnknown", { value, column, choices: wordsOf(choices, say) }) };
}
