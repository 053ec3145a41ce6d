import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { CustomerServiceMessage } from "#lib/domain/engagement/customer-service-message.ts";
import { engagementEvents } from "#lib/domain/engagement/events.ts";
import { ReplyRequest } from "#lib/domain/engagement/reply-request.ts";

const published = {
  "customer-service-message": z.toJSONSchema(CustomerServiceMessage, { io: "input" }),
  "reply-request": z.toJSONSchema(ReplyRequest, { io: "input" }),
};

const root = new URL("../../../", import.meta.url);
const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(new URL(path, root), "utf8"));

describe("what other systems read and write", () => {
  // After a deliberate change: UPDATE_SCHEMAS=1 npx vitest run test/domain/engagement/schemas.test.ts
  it.each(Object.entries(published))(
    "has the JSON schema docs/schema/%s.json, in step with the code",
    async (name, schema) => {
      const path = `docs/schema/${name}.json`;
      if (process.env.UPDATE_SCHEMAS) await writeFile(new URL(path, root), `${JSON.stringify(schema, null, 2)}\n`);

      expect(await read(path)).toEqual(JSON.parse(JSON.stringify(schema)));
    },
  );

  it.each([
    ["events/sqs/customer-service-message.json", CustomerServiceMessage],
    ["events/sqs/reply-request.json", ReplyRequest],
  ] as const)("has a sample that is valid to the last field: %s", async (path, schema) => {
    const sample = await read(path);

    expect(schema.strict().parse(sample)).toEqual(sample);
  });

  it("is described in docs/messages.md, event by event and field by field", async () => {
    const page = await readFile(new URL("docs/messages.md", root), "utf8");
    const fields = [CustomerServiceMessage, ReplyRequest].flatMap((schema) => Object.keys(schema.shape));

    const missing = [...fields, ...Object.keys(engagementEvents)].filter((name) => !page.includes(`\`${name}\``));

    expect(missing).toEqual([]);
  });
});
