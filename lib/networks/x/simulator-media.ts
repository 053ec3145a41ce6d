import * as z from "zod";
import { limits } from "./limits.ts";
import { invalidRequest } from "./simulator-refusals.ts";
import type { StoredMedia, World } from "./simulator-world.ts";

const MEDIA_LIVES_SECONDS = 86_400;

/** What X reads from the first bytes; it does not believe the declared type. */
const SIGNATURES: readonly (readonly [contentType: string, bytes: readonly number[], at: number])[] = [
  ["image/jpeg", [0xff, 0xd8, 0xff], 0],
  ["image/png", [0x89, 0x50, 0x4e, 0x47], 0],
  ["image/gif", [0x47, 0x49, 0x46, 0x38], 0],
  ["image/webp", [0x57, 0x45, 0x42, 0x50], 8],
];

export async function uploadMedia(request: Request, world: World): Promise<object> {
  const { bytes, category } = await readUpload(request);
  if (category !== "tweet_image") throw invalidRequest("media_category", category, "media_category is not valid.");
  const contentType = typeOf(bytes);
  if (!contentType) throw invalidRequest("media", "", "media type unrecognized.");
  if (bytes.length > limits.imageBytes) {
    throw invalidRequest("media", "", `File size exceeds ${limits.imageBytes} bytes.`);
  }
  const id = world.newId();
  const expiresAt = new Date(world.now().getTime() + MEDIA_LIVES_SECONDS * 1000);
  const media: StoredMedia = { id, key: `3_${id}`, kind: "image", contentType, bytes, expiresAt };
  world.media.set(id, media);
  const data = { id, media_key: media.key, size: bytes.length, expires_after_secs: MEDIA_LIVES_SECONDS };
  return { data: { ...data, image: { image_type: contentType, w: 0, h: 0 } } };
}

async function readUpload(request: Request): Promise<{ bytes: Uint8Array; category: string }> {
  const fields = (request.headers.get("content-type") ?? "").startsWith("multipart/")
    ? Object.fromEntries(await request.formData())
    : await request.json();
  for (const name of Object.keys(fields)) {
    if (!["media", "media_category", "additional_owners"].includes(name)) {
      throw invalidRequest(name, "", `$.${name}: is not defined in the schema.`);
    }
  }
  const { media, media_category: category } = fields;
  if (media instanceof Blob) return { bytes: await media.bytes(), category: String(category) };
  if (typeof media === "string") return { bytes: Buffer.from(media, "base64"), category: String(category) };
  throw invalidRequest("media", "", "$.media: is missing but it is required.");
}

function typeOf(bytes: Uint8Array): string | undefined {
  return SIGNATURES.find(([, signature, at]) => signature.every((byte, index) => bytes[at + index] === byte))?.[0];
}

const Description = z.object({
  id: z.string(),
  metadata: z.object({ alt_text: z.object({ text: z.string() }).optional() }).optional(),
});

export async function describeMedia(request: Request, world: World): Promise<object> {
  const { id, metadata } = Description.parse(await request.json());
  const media = usableMedia(id, world);
  if (!media) throw invalidRequest("id", id, "Your media IDs are invalid.");
  const altText = metadata?.alt_text?.text;
  if (altText !== undefined && altText.length > limits.altTextLength) {
    throw invalidRequest(
      "metadata.alt_text.text",
      "",
      `$.metadata.alt_text.text: must be at most ${limits.altTextLength} characters long.`,
    );
  }
  world.media.set(id, { ...media, altText });
  return { data: { id, associated_metadata: { alt_text: { text: altText } } } };
}

export function usableMedia(id: string, world: World): StoredMedia | undefined {
  const media = world.media.get(id);
  return media && media.expiresAt > world.now() ? media : undefined;
}
