import { remembered } from "../../remembered.ts";
import type { DraftMedia, DraftOptions } from "../draft.ts";
import type { FollowUpDraft } from "../follow-up.ts";
import type { ImageFit } from "../image-copy.ts";
import type { Lateness } from "../lateness.ts";
import { readApproval } from "./approval.ts";
import type { ColumnValues } from "./columns.ts";
import { readFollowUps } from "./follow-ups.ts";
import { readLateness } from "./lateness.ts";
import { readMedia } from "./media.ts";
import type { Say } from "./messages/say.ts";
import { readOptions } from "./options.ts";
import { allOf, type CellProblem, isError } from "./problem.ts";
import type { CalendarRow } from "./row.ts";
import type { PlanContext } from "./row-plan.ts";

/** A row in the words that it has for one network, before that network has seen them. */
export interface Content {
  readonly values: ColumnValues;
  readonly media: readonly DraftMedia[];
  readonly options: DraftOptions;
  readonly imageFit: ImageFit | undefined;
  readonly isUntagged: boolean;
  /** Undefined where the row does not say it. */
  readonly lateness: Lateness | undefined;
  /** Undefined where the row does not say it. */
  readonly wantsApproval: boolean | undefined;
  readonly followUps: readonly FollowUpDraft[];
  readonly problems: readonly CellProblem[];
  /** Some of the problems keep it from being planned. */
  readonly isRefused: boolean;
}

/** @returns the content for a network; the very same for all networks that the row has no words of their own for. */
export function contentReader(row: CalendarRow, context: PlanContext): (network?: string) => Content {
  let common: Content | undefined;
  return (network = "") => {
    const variant = row.variants.get(network);
    if (variant) return readContent({ ...row.values, ...variant }, context);
    common ??= readContent(row.values, context);
    return common;
  };
}

function readContent(values: ColumnValues, { lookUpMedia, say }: PlanContext): Content {
  const { media, problems: ofMedia } = readMedia(values, { lookUp: lookUpMedia, say });
  const { options, isUntagged, imageFit, problems: ofOptions } = readOptions(values, say);
  const late = readLateness(values.if_late, say);
  const approval = readApproval(values.approval, say);
  const problems = allOf(
    ofMedia,
    readLink(values.link, say),
    ofOptions,
    "problem" in late ? [late.problem] : [],
    "problem" in approval ? [approval.problem] : [],
    emptyPost(values, say),
  );
  return {
    values,
    media,
    options,
    imageFit,
    isUntagged,
    lateness: "lateness" in late ? late.lateness : undefined,
    wantsApproval: "wanted" in approval ? approval.wanted : undefined,
    followUps: readFollowUps(values),
    problems,
    isRefused: problems.some(isError),
  };
}

function readLink(written: string, say: Say): readonly CellProblem[] {
  if (written === "" || isWebAddress(written)) return [];
  const proposed = `https://${written}`;
  const isAlmost = /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(written) && isWebAddress(proposed);
  const wording = isAlmost
    ? say("linkWithoutScheme", { value: written, proposed })
    : say("linkUnreadable", { value: written });
  return [{ column: "link", value: written, ...wording }];
}

const isWebAddress = remembered((written) => {
  return /^https?:\/\//i.test(written) && !/\s/.test(written) && URL.canParse(written);
});

function emptyPost({ text, media, link }: ColumnValues, say: Say): readonly CellProblem[] {
  return text === "" && media === "" && link === "" ? [{ column: "text", ...say("postEmpty") }] : [];
}
