import type { Draft } from "#lib/domain/publishing/draft.ts";

/** What TikTok is to tell people of a post: https://developers.tiktok.com/doc/content-sharing-guidelines */
export interface Disclosures {
  readonly isMadeByAi: boolean;
  readonly advertisesOwnBrand: boolean;
  readonly isPaidPartnership: boolean;
}

export function disclosuresOf({ options }: Pick<Draft, "options">): Disclosures {
  const said = options?.disclosure?.split("; ") ?? [];
  return {
    isMadeByAi: said.includes("ai"),
    advertisesOwnBrand: said.includes("own brand"),
    isPaidPartnership: said.includes("paid partnership"),
  };
}
