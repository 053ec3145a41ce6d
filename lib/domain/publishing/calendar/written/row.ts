import type { Draft } from "../../draft.ts";
import type { FollowUpKind } from "../../follow-up.ts";
import type { Publication } from "../../publication.ts";
import { type Column, VARIANT_COLUMNS, type VariantColumn } from "../columns.ts";
import { writtenLateness } from "./lateness.ts";
import { untagged } from "./untagged.ts";

/** A post as it is in the plan, or what goes out below one. */
export type PostInPlan = Pick<
  Publication,
  | "publicationId"
  | "rowId"
  | "channelId"
  | "network"
  | "dueAt"
  | "draft"
  | "followUp"
  | "lateUpToMs"
  | "ifTooLate"
  | "needsApproval"
>;

/** A row that, read as a calendar, asks for exactly the posts it was written from; its moment is written elsewhere. */
export interface WrittenRow {
  readonly dueAt: Date;
  readonly values: Readonly<Partial<Record<Column, string>>>;
  /** By network, what stands there in place of `values`. */
  readonly variants: ReadonlyMap<string, Readonly<Partial<Record<VariantColumn, string>>>>;
}

/** Writes the posts of one row as the row that they came from. The first one says what they have in common. */
export function writtenRow(posts: readonly [PostInPlan, ...PostInPlan[]]): WrittenRow {
  const heads = posts.some(({ followUp }) => !followUp) ? posts.filter(({ followUp }) => !followUp) : posts;
  const [first = posts[0]] = heads;
  const plain = heads.map(plainText);
  // One cell says for all of them whether links are tagged.
  const isTagged = plain.every((each) => each !== "as it is");
  const cells = new Map(
    heads.map((head, index) => {
      const written = plain[index];
      const { text, link = "" } = isTagged && typeof written === "object" ? written : head.draft;
      const below = posts.filter(({ followUp, channelId }) => followUp && channelId === head.channelId);
      return [head.network, { ...variantCells(head.draft), text, link, ...followUpCells(below) }] as const;
    }),
  );
  const common = commonCells([...cells.values()]);
  const { campaign = "", options = {} } = first.draft;
  return {
    dueAt: first.dueAt,
    values: {
      id: first.rowId,
      if_late: writtenLateness(first),
      approval: heads.every(({ needsApproval }) => needsApproval) ? "required" : "",
      channels: [...new Set(posts.map(({ channelId }) => channelId))].join("; "),
      ...common,
      image_fit: awaitedFit(heads),
      campaign,
      tags: (options.tags ?? []).join("; "),
      objective: options.objective ?? "",
      content_type: options.contentType ?? "",
      utm: isTagged ? "" : "no",
    },
    variants: new Map([...cells].map(([network, own]) => [network, differing(own, common)])),
  };
}

/** Of images that are there it can be seen what was done. Where channels differ, they do so by themselves. */
function awaitedFit(heads: readonly PostInPlan[]): string {
  const awaited = heads.flatMap(({ draft }) => draft.media.filter(({ isAwaited }) => isAwaited));
  const fits = new Set(awaited.map(({ imageFit = "" }) => imageFit));
  return fits.size === 1 ? [...fits].join("") : "";
}

type Cells = Readonly<Record<VariantColumn, string>>;

function plainText({ network, publicationId, draft }: PostInPlan) {
  const { text, link, campaign } = draft;
  if (link === undefined) return "without link";
  return untagged({ text, link }, { network, campaign, publicationId }) ?? "as it is";
}

function variantCells({ media, options = {} }: Draft) {
  const altTexts = media.map(({ altText = "" }) => altText);
  return {
    title: options.title ?? "",
    media: media.map(({ name }) => name).join("; "),
    alt_text: altTexts.some((each) => each !== "") ? altTexts.join(" | ") : "",
    post_type: options.postType ?? "",
    cta: options.cta ?? "",
    board: options.board ?? "",
    privacy: options.privacy ?? "",
    disclosure: options.disclosure ?? "",
  };
}

function followUpCells(below: readonly PostInPlan[]): Pick<Cells, "first_comment" | "thread"> {
  const textsOf = (kind: FollowUpKind) => below.filter(({ followUp }) => followUp?.kind === kind).map(textOf);
  return { first_comment: textsOf("comment").join("\n"), thread: textsOf("thread").join("\n---\n") };
}

function textOf({ draft }: PostInPlan): string {
  return draft.text;
}

/** A network's own cell counts where it is filled in: what one of them leaves empty cannot be said for all. */
function commonCells(all: readonly Cells[]): Cells {
  const [first] = all;
  const common: Record<string, string> = {};
  for (const column of VARIANT_COLUMNS) {
    const isSaidByAll = all.every((cells) => cells[column] !== "");
    common[column] = isSaidByAll ? (first?.[column] ?? "") : "";
  }
  return { ...EMPTY, ...common };
}

const EMPTY: Cells = {
  text: "",
  link: "",
  title: "",
  media: "",
  alt_text: "",
  first_comment: "",
  thread: "",
  post_type: "",
  cta: "",
  board: "",
  privacy: "",
  disclosure: "",
};

function differing(own: Cells, common: Cells): Partial<Record<VariantColumn, string>> {
  const columns = VARIANT_COLUMNS.filter((column) => own[column] !== common[column]);
  return Object.fromEntries(columns.map((column) => [column, own[column]]));
}
