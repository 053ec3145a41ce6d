import type { DraftMedia, Problem } from "#lib/domain/publishing/draft.ts";
import { fitsInto } from "#lib/domain/publishing/image-recipe.ts";
import type { ImageSides, Limits, Range, VideoLimits } from "./network.ts";

/** What a network says of a file's inside: of what nobody has looked into, nothing. */
export function checkInside(media: DraftMedia, limits: Limits, network: string): readonly Problem[] {
  if (media.kind === "image") {
    return [
      ...checkImageRatio(media, limits.imageRatio, network),
      ...checkImageSides(media, limits.imageSides, network),
    ];
  }
  return limits.video ? checkVideo(media, limits.video, network) : [];
}

function checkImageRatio(media: DraftMedia, range: Range | undefined, network: string): readonly Problem[] {
  const ratio = ratioOf(media);
  if (!range || ratio === undefined || isWithin(ratio, range)) return [];
  const [asked, askedInFrench] = [between(range, "and"), between(range, "et")];
  return [
    onMedia({
      problem: `${media.name} is ${inRatio(ratio)} (width to height), but ${network} takes images between ${asked}`,
      remedy:
        ratio < range.min ? "make the image wider, or crop its height" : "make the image higher, or crop its width",
      inFrench: {
        problem: `${media.name} est au format ${inRatio(ratio)} (largeur sur hauteur), mais ${network} prend des images entre ${askedInFrench}`,
        remedy:
          ratio < range.min
            ? "élargissez l'image, ou rognez sa hauteur"
            : "agrandissez sa hauteur, ou rognez sa largeur",
      },
    }),
  ];
}

function checkImageSides({ name, width = 0, height = 0 }: DraftMedia, sides: ImageSides | undefined, network: string) {
  if (!sides || fitsInto({ width, height }, sides)) return [];
  const [size, taken] = [`${width}×${height}`, `${sides.longer}×${sides.shorter}`];
  return [
    onMedia({
      problem: `${name} has ${size} pixels, but ${network} takes at most ${taken}`,
      remedy: "make the image smaller",
      inFrench: {
        problem: `${name} fait ${size} pixels, mais ${network} en accepte au plus ${taken}`,
        remedy: "réduisez l'image",
      },
    }),
  ];
}

/** Videos are not converted: each problem says what to export instead. */
function checkVideo(media: DraftMedia, limits: VideoLimits, network: string): readonly Problem[] {
  const checks = [checkDuration, checkVideoRatio, checkWidth, checkFrameRate, checkCodecs, checkBitRate];
  return checks.flatMap((check) => check(media, limits, network));
}

function checkDuration(
  { name, durationMs }: DraftMedia,
  { durationMs: range }: VideoLimits,
  network: string,
): Problem[] {
  if (durationMs === undefined || isWithin(durationMs, range)) return [];
  const isShort = durationMs < range.min;
  const [length, limit] = [seconds(durationMs), seconds(isShort ? range.min : range.max)];
  return [
    onMedia({
      problem: `${name} lasts ${length} s, but ${network} takes ${isShort ? "at least" : "at most"} ${limit} s`,
      remedy: isShort ? "choose a longer cut" : "cut it shorter and export it again",
      inFrench: {
        problem: `${name} dure ${length} s, mais ${network} en accepte ${isShort ? "au moins" : "au plus"} ${limit}`,
        remedy: isShort ? "choisissez un extrait plus long" : "coupez-la et exportez-la de nouveau",
      },
    }),
  ];
}

function checkVideoRatio(media: DraftMedia, { ratio: range }: VideoLimits, network: string): Problem[] {
  const ratio = ratioOf(media);
  if (!range || ratio === undefined || isWithin(ratio, range)) return [];
  return [
    onMedia({
      problem: `${media.name} is ${inRatio(ratio)} (width to height), but ${network} takes videos between ${between(range, "and")}`,
      remedy: "export it as 9:16, 1:1 or 16:9",
      inFrench: {
        problem: `${media.name} est au format ${inRatio(ratio)} (largeur sur hauteur), mais ${network} prend des vidéos entre ${between(range, "et")}`,
        remedy: "exportez-la en 9:16, 1:1 ou 16:9",
      },
    }),
  ];
}

function checkWidth({ name, width }: DraftMedia, { maxWidth }: VideoLimits, network: string): Problem[] {
  if (width === undefined || width <= maxWidth) return [];
  return [
    onMedia({
      problem: `${name} is ${width} pixels wide, but ${network} takes ${maxWidth}`,
      remedy: `export it at most ${maxWidth} pixels wide`,
      inFrench: {
        problem: `${name} fait ${width} pixels de large, mais ${network} en accepte ${maxWidth}`,
        remedy: `exportez-la en ${maxWidth} pixels de large au plus`,
      },
    }),
  ];
}

function checkFrameRate(
  { name, frameRate }: DraftMedia,
  { frameRate: range }: VideoLimits,
  network: string,
): Problem[] {
  // Measured over a few pictures it is a little above or below what was meant.
  if (frameRate === undefined || isWithin(Math.round(frameRate), range)) return [];
  return [
    onMedia({
      problem: `${name} has ${frameRate} pictures a second, but ${network} takes ${range.min} to ${range.max}`,
      remedy: "export it with 30 pictures a second",
      inFrench: {
        problem: `${name} a ${frameRate} images par seconde, mais ${network} en accepte de ${range.min} à ${range.max}`,
        remedy: "exportez-la à 30 images par seconde",
      },
    }),
  ];
}

/** As export dialogs call them. */
const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc: "H.264",
  hevc: "H.265",
  aac: "AAC",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  opus: "Opus",
};

function checkCodecs({ name, codecs = {} }: DraftMedia, limits: VideoLimits, network: string): Problem[] {
  const wrong = [
    { codec: codecs.video, taken: limits.videoCodecs, remedy: "export it as H.264", inFrench: "exportez-la en H.264" },
    {
      codec: codecs.audio,
      taken: limits.audioCodecs,
      remedy: "export its sound as AAC",
      inFrench: "exportez le son en AAC",
    },
  ].filter(({ codec, taken }) => codec !== undefined && taken?.includes(codec) === false);
  return wrong.map(({ codec = "", taken = [], remedy, inFrench }) => {
    const [coded, names] = [CODEC_NAMES[codec] ?? codec, taken.map((each) => CODEC_NAMES[each] ?? each).join(", ")];
    return onMedia({
      problem: `${name} is coded as ${coded}, but ${network} takes ${names}`,
      remedy,
      inFrench: { problem: `${name} est codée en ${coded}, mais ${network} prend ${names}`, remedy: inFrench },
    });
  });
}

function checkBitRate({ name, sizeBytes, durationMs }: DraftMedia, limits: VideoLimits, network: string): Problem[] {
  if (!durationMs || limits.bitsPerSecond === undefined) return [];
  const rate = megabits((sizeBytes * 8 * 1000) / durationMs);
  const limit = megabits(limits.bitsPerSecond);
  if (rate <= limit) return [];
  return [
    onMedia({
      problem: `${name} has ${rate} Mbit a second, but ${network} takes ${limit}`,
      remedy: `export it with at most ${limit} Mbit a second`,
      inFrench: {
        problem: `${name} a un débit de ${rate} Mbit par seconde, mais ${network} en accepte ${limit}`,
        remedy: `exportez-la à ${limit} Mbit par seconde au plus`,
      },
    }),
  ];
}

function onMedia(problem: Omit<Problem, "column">): Problem {
  return { column: "media", ...problem };
}

function ratioOf({ width, height }: DraftMedia): number | undefined {
  return width && height ? width / height : undefined;
}

function isWithin(value: number, { min, max }: Range): boolean {
  return value >= min && value <= max;
}

function inRatio(ratio: number): string {
  return `${Math.round(ratio * 100) / 100}:1`;
}

function between({ min, max }: Range, and: string): string {
  return `${min}:1 ${and} ${max}:1`;
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function megabits(bits: number): number {
  return Math.round(bits / 100_000) / 10;
}
