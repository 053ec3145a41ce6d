import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { Http, HttpRequest, HttpResponse } from "#lib/networks/http.ts";
import { type NetworkWorld, publish, publishingOf } from "#test/support/network-world.ts";
import { readSpec, specsAvailable } from "#test/support/specs.ts";
import { photos, startTikTok } from "./tiktok-world.ts";

/*
 * TikTok publishes no machine-readable description of this API: the judge is a transcription of its pages by hand, and
 * the chunk rules of its media transfer guide.
 */

interface Exchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

interface Spec {
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
}

function judge() {
  const spec = readSpec("tiktok/tiktok-open-v2.transcribed.openapi.json") as Spec;
  for (const schema of Object.values(spec.components.schemas)) {
    if (schema.type === "object" && schema.properties) schema.additionalProperties ??= false;
  }
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "https://tiktok.example/spec", ...spec });
  const complaints = (value: unknown, pointer: readonly string[]) => {
    const path = pointer.map((part) => encodeURIComponent(part.replaceAll("/", "~1"))).join("/");
    const validate = ajv.compile({ $ref: `https://tiktok.example/spec#/${path}` });
    return validate(value) ? [] : [`${path}: ${ajv.errorsText(validate.errors)}`];
  };
  return ({ request, response }: Exchange): string[] => {
    const at = ["paths", request.url.pathname, request.method.toLowerCase()];
    const { body } = request;
    const hasBody = typeof body === "string" && body !== "{}";
    const status = response.status < 500 ? String(response.status) : "5XX";
    const asked = hasBody
      ? complaints(JSON.parse(body), [...at, "requestBody", "content", "application/json", "schema"])
      : [];
    const given = complaints(JSON.parse(response.text), [
      ...at,
      "responses",
      status,
      "content",
      "application/json",
      "schema",
    ]);
    return [...asked, ...given];
  };
}

/** Every exchange of a world with TikTok. */
function recorded<World extends NetworkWorld>(world: World) {
  const exchanges: Exchange[] = [];
  const http: Http = async (request) => {
    const response = await world.context.http(request);
    exchanges.push({ request, response });
    return response;
  };
  return { ...world, context: { ...world.context, http }, exchanges };
}

describe.skipIf(!specsAvailable)(
  "requests to TikTok and the simulator's answers, by a transcription of its pages",
  () => {
    it("keep to it for a video, for photos, for what is looked for, for numbers and for refusals", async () => {
      const world = recorded(startTikTok());
      await publish(world, world.draft());
      await publish(world, world.draft({ ...photos, options: { privacy: "public", title: "Noël" } }));
      world.advance(60_000);
      const [post] = world.simulator.truth.posts;
      await publishingOf(world).find({ draft: world.draft(), commitKey: "k", attemptedAt: new Date(0) }, world.context);
      await world.network.insights?.channel(world.context);
      await world.network.insights?.post(post?.remoteId ?? "", world.context);
      await world.network.access?.examine(world.context);
      for (const kind of ["rateLimit", "tokenExpired", "missingScope"] as const) {
        world.simulator.trouble[kind] = 1;
        await world.network.insights?.channel(world.context).catch(() => {});
      }

      const calls = world.exchanges.filter(({ request }) => request.method !== "PUT");
      expect(new Set(calls.map(({ request }) => request.url.pathname)).size).toBe(7);
      expect(calls.flatMap(judge())).toEqual([]);
    });

    it("keep to the rules of chunks", () => {
      const { chunks, video, photo } = readSpec("tiktok/publish-rules.json") as {
        chunks: { minBytes: number; count: readonly [number, number] };
        video: { maxBytes: number; fps: readonly [number, number]; px: readonly [number, number]; mime: string[] };
        photo: { maxBytes: number; max: number; mime: string[] };
      };
      const { limits } = startTikTok().network;

      expect(limits).toMatchObject({
        videoBytes: video.maxBytes,
        imageBytes: photo.maxBytes,
        imageCount: photo.max,
        imageTypes: photo.mime,
        video: { frameRate: { min: video.fps[0], max: video.fps[1] }, maxWidth: video.px[1] },
      });
      expect([...limits.videoTypes].toSorted()).toEqual(video.mime.toSorted());
      expect(limits.videoBytes / chunks.minBytes).toBeLessThan(chunks.count[1]);
    });
  },
);
