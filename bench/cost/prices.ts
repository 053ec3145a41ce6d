import file from "./prices.json" with { type: "json" };

/** Dollars for one of each, in one region. */
export type Prices = Omit<(typeof file.regions)["us-east-1"], "assumed">;

export const pricesByRegion: Readonly<Record<"us-east-1" | "eu-west-3", Prices>> = file.regions;

/** What AWS gives away every month, for good. */
export const freeMonthly = file.freeMonthly;
