import { parseFields, project } from "../meta/simulator-fields.ts";
import type { GraphRequest } from "../meta/simulator-graph.ts";
import { isJpeg, jpegRatio } from "../meta/simulator-image.ts";
import { GraphRefusal, invalidParameter } from "../meta/simulator-refusal.ts";
import { fetchGivenMedia, type MetaWorld, requireParam } from "../meta/simulator-world.ts";
import type { LiveMedia } from "../simulator.ts";
import { countHashtags, countMentions } from "./caption.ts";
import { CAPTION_HASHTAGS, CAPTION_MENTIONS, CAROUSEL_ITEMS, limits } from "./limits.ts";
import { isUsableVideo } from "./simulator-video.ts";

const CONTAINER_LIVES_MS = 24 * 60 * 60_000;
export type MediaType = "IMAGE" | "VIDEO" | "CAROUSEL_ALBUM";

export interface SimulatedContainer {
  readonly id: string;
  readonly mediaType: MediaType;
  readonly isChild: boolean;
  readonly caption: string;
  readonly media: readonly LiveMedia[];
  readonly createdAt: Date;
  readonly finishedAt: Date;
  /** Why it cannot be published, as a subcode. */
  readonly errorSubcode?: number;
  isPublished: boolean;
}

export interface Processing {
  /** @default 3 seconds */
  readonly imageProcessingMs?: number;
  /** @default 12 seconds */
  readonly videoProcessingMs?: number;
}

export interface Containers {
  create(request: GraphRequest): Promise<object>;
  node(container: SimulatedContainer, request: GraphRequest): object;
  find(id: string): SimulatedContainer | undefined;
  /** @throws GraphRefusal unless it is finished and was never published */
  requirePublishable(id: string): SimulatedContainer;
}

type Contents = Pick<SimulatedContainer, "mediaType" | "media" | "errorSubcode">;

/** What `/media` makes: invisible containers that need time, and last a day. */
export function createContainers(world: MetaWorld, processing: Processing): Containers {
  const { now } = world.options;
  const { imageProcessingMs = 3_000, videoProcessingMs = 12_000 } = processing;
  const containers = new Map<string, SimulatedContainer>();

  function stateOf({ isPublished, createdAt, finishedAt, errorSubcode }: SimulatedContainer): string {
    if (isPublished) return "PUBLISHED";
    if (now().getTime() - createdAt.getTime() >= CONTAINER_LIVES_MS) return "EXPIRED";
    if (now() < finishedAt) return "IN_PROGRESS";
    return errorSubcode === undefined ? "FINISHED" : "ERROR";
  }

  function requireFinished(id: string): SimulatedContainer {
    const container = containers.get(id);
    const state = container && stateOf(container);
    if (!container || state === "EXPIRED") {
      const message = "The requested resource does not exist: the media builder is unknown or has expired";
      throw new GraphRefusal(24, message, { subcode: 2207008 });
    }
    if (state !== "FINISHED") {
      throw new GraphRefusal(9007, "Media ID is not available: the media is not ready for publishing", {
        subcode: 2207027,
      });
    }
    return container;
  }

  function carousel(params: GraphRequest["params"]): Contents {
    const ids = requireParam(params, "children").split(",");
    if (ids.length < 2 || ids.length > CAROUSEL_ITEMS) {
      throw invalidParameter(`A carousel needs 2 to ${CAROUSEL_ITEMS} items`, 2207028);
    }
    const children = ids.map(requireFinished);
    if (children.some(({ isChild }) => !isChild)) throw invalidParameter("A carousel item needs is_carousel_item");
    return { mediaType: "CAROUSEL_ALBUM", media: children.flatMap(({ media }) => media) };
  }

  return {
    async create({ params }) {
      const caption = params.caption ?? "";
      checkCaption(caption);
      const contents = params.media_type === "CAROUSEL" ? carousel(params) : await single(params, world);
      const needsMs = contents.mediaType === "VIDEO" ? videoProcessingMs : imageProcessingMs;
      const id = world.issueId();
      const container = {
        id,
        caption,
        isChild: params.is_carousel_item === "true",
        createdAt: now(),
        finishedAt: new Date(now().getTime() + needsMs),
        isPublished: false,
        ...contents,
      };
      containers.set(id, container);
      return { id };
    },

    node(container, { params }) {
      const state = stateOf(container);
      const object = { id: container.id, status_code: state, status: prose(state, container.errorSubcode) };
      return project(object, parseFields(params.fields ?? "id"));
    },

    find: (id) => containers.get(id),

    requirePublishable(id) {
      const container = requireFinished(id);
      if (container.isChild) throw invalidParameter("A carousel item cannot be published alone");
      return container;
    },
  };
}

const PROSE: Readonly<Record<string, string>> = {
  IN_PROGRESS: "In Progress: Media is still being processed.",
  FINISHED: "Finished: Media has been uploaded and it is ready to be published.",
  PUBLISHED: "Published: Media has been already published.",
  EXPIRED: "Expired: The container was not published within 24 hours.",
};

function prose(state: string, errorSubcode: number | undefined): string {
  return PROSE[state] ?? `Error: Media upload has failed with error code ${errorSubcode}`;
}

function checkCaption(caption: string): void {
  const isTooMuch =
    caption.length > limits.textLength ||
    countHashtags(caption) > CAPTION_HASHTAGS ||
    countMentions(caption) > CAPTION_MENTIONS;
  if (!isTooMuch) return;
  const message = "The submitted caption is too long, or has too many hashtags or @ tags";
  throw new GraphRefusal(36004, message, { subcode: 2207010 });
}

function single(params: GraphRequest["params"], world: MetaWorld): Promise<Contents> {
  if (params.image_url && !params.video_url) return image(params.image_url, params.alt_text, world);
  const isVideo = params.video_url && ["REELS", "VIDEO"].includes(params.media_type ?? "");
  if (!isVideo || !params.video_url) throw invalidParameter("Unknown media type, or no media", 2207023);
  if (params.alt_text) throw invalidParameter("alt_text is for images");
  return video(params.video_url, world);
}

/** Images are looked at while the container is made. */
async function image(address: string, altText: string | undefined, { options }: MetaWorld): Promise<Contents> {
  const fetched = await fetchGivenMedia(address, options);
  if (!fetched) throw new GraphRefusal(9004, "The media could not be fetched from this URI", { subcode: 2207052 });
  const { bytes } = fetched;
  if (bytes.length > limits.imageBytes) throw new GraphRefusal(36000, "The image is too large", { subcode: 2207004 });
  if (!isJpeg(bytes)) throw new GraphRefusal(36001, "The image format is not supported", { subcode: 2207005 });
  const ratio = jpegRatio(bytes);
  const { min = 0, max = Number.POSITIVE_INFINITY } = limits.imageRatio ?? {};
  if (ratio !== undefined && (ratio < min || ratio > max)) {
    throw new GraphRefusal(36003, "The aspect ratio is not supported", { subcode: 2207009 });
  }
  if (altText && altText.length > limits.altTextLength) throw invalidParameter("alt_text is too long");
  return { mediaType: "IMAGE", media: [{ kind: "image", altText, ...fetched }] };
}

/** Videos are looked at later: what is wrong with them stands in the container's state. */
async function video(address: string, { options }: MetaWorld): Promise<Contents> {
  const fetched = await fetchGivenMedia(address, options);
  if (!fetched) return { mediaType: "VIDEO", media: [], errorSubcode: 2207077 };
  const isUsable = fetched.bytes.length <= limits.videoBytes && (await isUsableVideo(fetched.bytes));
  return { mediaType: "VIDEO", media: [{ kind: "video", ...fetched }], errorSubcode: isUsable ? undefined : 2207026 };
}
