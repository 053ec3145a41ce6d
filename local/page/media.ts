import type { NetworkSimulator } from "#lib/networks/simulator.ts";
import type { Answer } from "./answer.ts";
import { simulatorNamed } from "./customer-writes.ts";
import { PageError } from "./page-error.ts";

/** What a browser may show; anything else is only bytes. */
const SHOWN = ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "video/quicktime", "video/webm"];

/**
 * A picture or a video of a post. Videos are asked for in ranges.
 *
 * @param path `<network>/<post id>/<index>`
 */
export function serveMedia(path: string, range: string | undefined, simulators: readonly NetworkSimulator[]): Answer {
  const [network = "", postId = "", index = ""] = path.split("/").map(decodeURIComponent);
  const post = simulatorNamed(network, simulators).truth.posts.find(({ remoteId }) => remoteId === postId);
  const media = post?.media[Number(index)];
  if (!media) throw new PageError(404, "there is no such picture or video");
  const headers = {
    "content-type": SHOWN.includes(media.contentType) ? media.contentType : "application/octet-stream",
    "accept-ranges": "bytes",
    // What is published does not change.
    "cache-control": "private, max-age=86400, immutable",
  };
  return { status: 200, headers, body: media.bytes, ...partOf(media.bytes, range, headers) };
}

function partOf(bytes: Uint8Array, range: string | undefined, headers: Answer["headers"]): Answer | undefined {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === undefined) return undefined;
  const start = Number(from);
  const end = Math.min(to ? Number(to) : Number.POSITIVE_INFINITY, bytes.length - 1);
  if (start > end) return { status: 416, headers: { "content-range": `bytes */${bytes.length}` }, body: "" };
  return {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${start}-${end}/${bytes.length}` },
    body: bytes.subarray(start, end + 1),
  };
}
