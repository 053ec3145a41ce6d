import { csvLine } from "#lib/app/publishing/calendar/csv-line.ts";
import type { WantedPost } from "#local/scenario/plan.ts";

const NETWORKS = ["facebook", "instagram", "x"] as const;
const COLUMNS = ["id", "date", "time", "timezone", "channels", "text", "link", "media", "alt_text", "campaign"];

/** Rows evenly over three networks, `count` of them due at each of the instants. */
export function postsDueAt(
  dueAts: readonly Date[],
  count: number,
): { readonly csv: string; readonly posts: readonly WantedPost[] } {
  const posts = dueAts.flatMap((dueAt, second) =>
    Array.from({ length: count }, (_, index) => postOf(second * count + index, dueAt)),
  );
  return { csv: [COLUMNS, ...posts.map(rowOf)].map(csvLine).join(""), posts };
}

function postOf(index: number, dueAt: Date): WantedPost {
  const network = NETWORKS[index % NETWORKS.length] ?? NETWORKS[0];
  const text = `Fournée n° ${index + 1}, tout juste sortie du four`;
  return { network, channelId: `${network}/lumiere`, rowId: `bench-${index + 1}`, dueAt, text };
}

function rowOf({ network, rowId, dueAt, text }: WantedPost): readonly string[] {
  const [date = "", rest = ""] = dueAt.toISOString().split("T");
  const [time = ""] = rest.split(".");
  // Instagram takes no post without a picture: its third of the posts is staged before the second comes.
  const [media, altText] = network === "instagram" ? ["croissants.jpg", "Trois croissants"] : ["", ""];
  return [rowId, date, time, "UTC", network, text, "", media, altText, "bench"];
}
