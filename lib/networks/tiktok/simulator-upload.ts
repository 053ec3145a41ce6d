import { whyNotTaken } from "./simulator-video.ts";
import type { Publish, UploadPlace, World } from "./simulator-world.ts";

const CONTENT_TYPES = ["video/mp4", "video/quicktime", "video/webm"];

interface Received {
  readonly first: number;
  readonly last: number;
  readonly total: number;
  readonly bytes: Uint8Array;
}

/**
 * Takes one chunk, as the upload host does: in order, of exactly the size that was announced. It asks for no token: the
 * address is one.
 *
 * @returns whether it is now whole, as the status of the answer
 */
export async function takeChunk(request: Request, world: World): Promise<Response> {
  const place = placeOf(new URL(request.url), world);
  if (!place) return new Response(null, { status: 404 });
  const { publish, upload } = place;
  if (world.now() >= upload.until) return new Response(null, { status: 403 });
  const received = await receive(request);
  if (!received || received.total !== upload.sizeBytes) return new Response(null, { status: 400 });
  if (publish.takenAt || received.first !== storedBytes(upload)) return misplaced(upload);
  if (received.last + 1 !== endOf(upload.chunks.length, upload)) return new Response(null, { status: 400 });
  upload.chunks.push(received.bytes);
  const isWhole = upload.chunks.length === upload.chunkCount;
  if (isWhole) await finish(place, request.headers.get("content-type") ?? "", world);
  return new Response(null, { status: isWhole ? 201 : 206, headers: { "content-range": stored(upload) } });
}

/** Whether the chunk would make the video live. */
export function isLastChunk(request: Request, world: World): boolean {
  const place = placeOf(new URL(request.url), world);
  return place !== undefined && place.upload.chunks.length === place.upload.chunkCount - 1;
}

interface Place {
  readonly publish: Publish;
  readonly upload: UploadPlace;
}

function placeOf({ searchParams }: URL, { publishes }: World): Place | undefined {
  const publish = publishes.find(({ id }) => id === searchParams.get("upload_id"));
  const upload = publish?.upload;
  return publish && upload?.token === searchParams.get("upload_token") ? { publish, upload } : undefined;
}

async function receive(request: Request): Promise<Received | undefined> {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers.get("content-range") ?? "");
  if (!range || !CONTENT_TYPES.includes(request.headers.get("content-type") ?? "")) return undefined;
  const [first = 0, last = 0, total = 0] = range.slice(1).map(Number);
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.length === last - first + 1 ? { first, last, total, bytes } : undefined;
}

function storedBytes({ chunks }: UploadPlace): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

function endOf(index: number, { chunkBytes, chunkCount, sizeBytes }: UploadPlace): number {
  return index === chunkCount - 1 ? sizeBytes : (index + 1) * chunkBytes;
}

function stored(upload: UploadPlace): string {
  return `bytes 0-${storedBytes(upload) - 1}/${upload.sizeBytes}`;
}

function misplaced(upload: UploadPlace): Response {
  return new Response(null, { status: 416, headers: { "content-range": stored(upload) } });
}

/** TikTok looks into the video once it is whole. */
async function finish({ publish, upload }: Place, contentType: string, world: World): Promise<void> {
  const bytes = new Uint8Array(Buffer.concat(upload.chunks));
  publish.takenAt = world.now();
  publish.media = [{ kind: "video", contentType, bytes }];
  publish.failReason = await whyNotTaken(bytes, world.behaviour.mostVideoSeconds);
}
