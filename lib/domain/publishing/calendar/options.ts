import { remembered } from "../../remembered.ts";
import type { DraftOptions } from "../draft.ts";
import type { ImageFit } from "../image-copy.ts";
import { compact } from "./column-names.ts";
import type { Column, ColumnValues, VariantColumn } from "./columns.ts";
import type { Say } from "./messages/say.ts";
import type { CellProblem } from "./problem.ts";

/** A closed list. */
interface Choices<Word extends string> {
  /** Our own words, and how French calendars write them. */
  readonly words: Readonly<Record<Word, string>>;
  /** What a cell means: in either language, or in another tool's word. */
  readonly wordFor: (written: string) => Word | undefined;
}

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
  aigenerated: "ai",
  aigc: "ai",
  brandedcontent: "paid partnership",
  sponsored: "paid partnership",
  yourbrand: "own brand",
  publictoeveryone: "public",
  followerofcreator: "followers",
  mutualfollowfriends: "friends",
  selfonly: "private",
};

function oneOf<Word extends string>(words: Readonly<Record<Word, string>>): Choices<Word> {
  const wordFor = remembered((value): Word | undefined => {
    const written = compact(SYNONYMS[compact(value)] ?? value);
    for (const word in words) {
      if (compact(word) === written || compact(words[word]) === written) return word;
    }
    return undefined;
  });
  return { words, wordFor };
}

/** What a campaign is for. */
const OBJECTIVES = oneOf({
  awareness: "notoriété",
  "customer channel": "relation client",
  community: "communauté",
  education: "pédagogie",
  sales: "ventes",
});

const CONTENT_TYPES = oneOf({
  "lead magnet": "aimant à prospects",
  "brand video": "vidéo de marque",
  "commemorative date": "date commémorative",
  fun: "divertissement",
  event: "événement",
});

const POST_TYPES = oneOf({
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
});

const PRIVACIES = oneOf({
  public: "public",
  followers: "abonnés",
  friends: "amis",
  unlisted: "non répertorié",
  private: "privé",
});

/** What networks and laws want people to be told of a post. */
const DISCLOSURES = oneOf({ ai: "IA", "own brand": "marque propre", "paid partnership": "partenariat rémunéré" });

const FITS: Choices<ImageFit> = oneOf({ pad: "bandes", crop: "rogner", none: "aucun" });

const UTM = oneOf({ yes: "oui", no: "non" });

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
  const problems: CellProblem[] = [];
  const word = <Word extends string>(column: Column, choices: Choices<Word>): Word | undefined => {
    const value = values[column];
    if (value === "") return undefined;
    const chosen = choices.wordFor(value);
    if (chosen === undefined) problems.push(unknownWord(column, value, { choices, say }));
    return chosen;
  };
  // Filled in one by one: every row comes through here, and most of them have two or three of these.
  const options: { -readonly [Name in keyof DraftOptions]: DraftOptions[Name] } = {};
  const tags = readTags(values.tags);
  const objective = word("objective", OBJECTIVES);
  const contentType = word("content_type", CONTENT_TYPES);
  const postType = word("post_type", POST_TYPES);
  const privacy = word("privacy", PRIVACIES);
  const disclosure = readDisclosure(values.disclosure, say, problems);
  const imageFit = word("image_fit", FITS);
  const utm = word("utm", UTM);
  if (values.title) options.title = values.title;
  if (tags.length > 0) options.tags = tags;
  if (objective) options.objective = objective;
  if (contentType) options.contentType = contentType;
  // A plain post is what every network makes of a draft by itself.
  if (postType && postType !== "post") options.postType = postType;
  if (values.cta) options.cta = values.cta;
  if (values.board) options.board = values.board;
  if (privacy) options.privacy = privacy;
  if (disclosure) options.disclosure = disclosure;
  return { options, imageFit, isUntagged: utm === "no", problems };
}

/** What is done with images, as a cell, a line above the header or a setting says it. */
export function readImageFit(
  written: string,
  say: Say,
): { readonly imageFit: ImageFit } | { readonly problem: CellProblem } {
  const imageFit = FITS.wordFor(written);
  return imageFit ? { imageFit } : { problem: unknownWord("image_fit", written, { choices: FITS, say }) };
}

/** The columns that a network must know what to do with, and the option that each becomes. */
export const NETWORK_OPTIONS = {
  title: "title",
  post_type: "postType",
  cta: "cta",
  board: "board",
  privacy: "privacy",
  disclosure: "disclosure",
} as const satisfies Partial<Record<VariantColumn, keyof DraftOptions>>;

/** Several words of one list, in its order. */
function readDisclosure(written: string, say: Say, problems: CellProblem[]): string {
  if (written === "") return "";
  const words = readTags(written).map((each) => ({ each, word: DISCLOSURES.wordFor(each) }));
  const unknown = words.filter(({ word }) => word === undefined);
  problems.push(...unknown.map(({ each }) => unknownWord("disclosure", each, { choices: DISCLOSURES, say })));
  const said = new Set<string | undefined>(words.map(({ word }) => word));
  return Object.keys(DISCLOSURES.words)
    .filter((word) => said.has(word))
    .join("; ");
}

const readTags = remembered((written): readonly string[] => {
  const tags = written
    .split(/[;,|\n]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
  return [...new Set(tags)];
});

interface Choosing {
  readonly choices: Pick<Choices<string>, "words">;
  readonly say: Say;
}

function unknownWord(column: string, value: string, { choices: { words }, say }: Choosing): CellProblem {
  const choices = say.language === "fr" ? Object.values(words) : Object.keys(words);
  return { column, value, ...say("optionUnknown", { value, column, choices }) };
}
