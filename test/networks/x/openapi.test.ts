import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { Http, HttpRequest, HttpResponse } from "#lib/networks/http.ts";
import { x } from "#lib/networks/x/index.ts";
import { createXSimulator } from "#lib/networks/x/simulator.ts";
import type { FieldNames } from "#lib/networks/x/simulator-wire.ts";
import { aDraft, messagesOf, publish, startNetwork } from "#test/support/network-world.ts";
import { readSpec, specsAvailable } from "#test/support/specs.ts";

interface Operation {
  readonly parameters?: readonly ({ readonly $ref: string } | Parameter)[];
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: { readonly type?: string };
}

interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Record<string, Record<string, unknown>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

interface Exchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

/**
 * X's own description as a judge. It allows unknown fields in answers. This judge does not, where the description
 * permits it: 2.166 composes its schemas so that none of them knows every field.
 */
function judgeBy(version: "2.166" | "2.167") {
  const spec = readSpec(`x/openapi-${version}.trimmed.json`) as Spec;
  for (const schema of version === "2.167" ? Object.values(spec.components.schemas) : []) {
    if (schema.type === "object" && schema.properties && !schema.anyOf) schema.additionalProperties ??= false;
  }
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "https://x.example/spec", ...spec });

  const complaints = (value: unknown, pointer: readonly string[]): string[] => {
    const path = pointer.map((part) => encodeURIComponent(part.replaceAll("/", "~1"))).join("/");
    const validate = ajv.compile({ $ref: `https://x.example/spec#/${path}` });
    return validate(value) ? [] : [`${path}: ${ajv.errorsText(validate.errors)}`];
  };

  const pathOf = ({ url }: HttpRequest) =>
    Object.keys(spec.paths)
      .toSorted((one, other) => Number(one.includes("{")) - Number(other.includes("{")))
      .find((path) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(url.pathname)) ?? "";

  return {
    body({ request, response }: Exchange): string[] {
      const at = ["paths", pathOf(request), request.method.toLowerCase()];
      const asked =
        typeof request.body === "string"
          ? complaints(JSON.parse(request.body), [...at, "requestBody", "content", "application/json", "schema"])
          : [];
      const given = ["responses", String(response.status), "content", "application/json", "schema"];
      return [...asked, ...complaints(JSON.parse(response.text), [...at, ...given])];
    },
    query({ request }: Exchange): string[] {
      const operation = spec.paths[pathOf(request)]?.[request.method.toLowerCase()];
      const known = (operation?.parameters ?? []).map((parameter) =>
        "$ref" in parameter ? spec.components.parameters[parameter.$ref.split("/").at(-1) ?? ""] : parameter,
      );
      return [...request.url.searchParams].flatMap(([name, value]) => {
        const parameter = known.find((one) => one?.in === "query" && one.name === name);
        if (!parameter) return [`${request.url.pathname}: unknown query parameter ${name}`];
        const { type } = parameter.schema;
        const typed = type === "array" ? value.split(",") : type === "integer" ? Number(value) : value;
        const validate = ajv.compile({ $id: undefined, ...parameter.schema });
        return validate(typed) ? [] : [`${name}: ${ajv.errorsText(validate.errors)}`];
      });
    },
  };
}

/** Everything that the adapter asks of X, with the simulator's answers. */
async function everyExchange(fieldNames: FieldNames): Promise<readonly Exchange[]> {
  const world = startNetwork({
    name: "x",
    network: x,
    createSimulator: (options) => createXSimulator(options, { fieldNames }),
    handshake: () => ({ query: {}, expectedBody: "" }),
  });
  const exchanges: Exchange[] = [];
  const http: Http = async (request) => {
    const response = await world.context.http(request);
    exchanges.push({ request, response });
    return response;
  };
  const context = { ...world.context, http };
  const draft = aDraft({ text: "Soldes & plus <ici> example.com 🌞 $ACME", link: "https://example.com/été?a=1&b=2" });
  const attemptedAt = world.now();
  await publish({ ...world, context }, draft);
  const [post] = world.simulator.truth.posts;
  if (!post) throw new Error("nothing was published");
  await x.publishing?.find({ draft, commitKey: "", attemptedAt }, context);
  await world.simulator.customer.comment({ postRemoteId: post.remoteId, author: "Zoé", text: "Joli" });
  await world.simulator.customer.direct({ author: "Zoé", text: "Bonjour" });
  for (const message of await messagesOf(world)) {
    const target = { ...message, messageRemoteId: message.remoteId, lastInboundAt: message.occurredAt };
    const to = { ...target, authorRemoteId: message.author?.remoteId };
    await x.replies?.send("Merci, voir https://example.com", to, "reply", context);
    await x.replies?.find("Merci, voir https://example.com", to, attemptedAt, context);
  }
  await x.insights?.channel(context);
  await x.insights?.post(post.remoteId, context);
  return exchanges;
}

/** Version 2.166 requires it in the answer to an upload, and describes it nowhere. */
const UNDESCRIBED = "must have required property 'meta'";

describe.skipIf(!specsAvailable)(
  "X by its own OpenAPI description (skipped where the folder of specs is absent)",
  () => {
    it.each([
      ["2.166", "old"],
      ["2.167", "new"],
    ] as const)(
      "finds nothing wrong with requests and answers in version %s, with its %s names",
      async (version, names) => {
        const judge = judgeBy(version);

        const exchanges = await everyExchange(names);

        expect(exchanges.map(({ response }) => response.status)).toEqual(expect.arrayContaining([200, 201]));
        expect(exchanges.length).toBeGreaterThanOrEqual(10);
        expect(exchanges.flatMap(judge.body).filter((complaint) => !complaint.endsWith(UNDESCRIBED))).toEqual([]);
      },
    );

    it("finds nothing wrong with the query parameters under the old names", async () => {
      const judge = judgeBy("2.166");

      expect((await everyExchange("old")).flatMap(judge.query)).toEqual([]);
    });

    it("would notice a wrong field", async () => {
      const judge = judgeBy("2.167");
      const [exchange] = (await everyExchange("new")).filter(({ request }) => request.url.pathname === "/2/tweets");
      if (!exchange) throw new Error("no post was created");

      const planted = { ...exchange.request, body: JSON.stringify({ text: "a", colour: "red" }) };
      const answer = { ...exchange.response, text: JSON.stringify({ data: { id: 1, text: "a" } }) };

      expect(judge.body({ request: planted, response: exchange.response })).toHaveLength(1);
      expect(judge.body({ request: exchange.request, response: answer })).toHaveLength(1);
    });
  },
);
