import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isAuthentic } from "#lib/networks/meta/signature.ts";
import vectors from "./signature-vectors.json" with { type: "json" };

function call(body: Uint8Array, signature: string) {
  return { method: "POST", headers: { "x-hub-signature-256": signature }, query: {}, body };
}

function sign(text: string, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
}

describe("isAuthentic", () => {
  it.each(vectors)("agrees with the vector $name", ({ appSecret, bodyBase64, signature, ...vector }) => {
    const request = call(Buffer.from(bodyBase64, "base64"), signature);

    expect(isAuthentic(request, { appSecrets: [appSecret] })).toBe(vector.isAuthentic);
    expect(isAuthentic(request, { appSecrets: ["another"] })).toBe(false);
  });

  it("believes an unescaped body that was signed in its escaped form", () => {
    const request = call(Buffer.from('{"text":"é😔"}'), sign('{"text":"\\u00e9\\ud83d\\ude14"}', "secret"));

    expect(isAuthentic(request, { appSecrets: ["secret"] })).toBe(true);
  });

  it("does not believe the older sha1 header", () => {
    const sha1 = createHmac("sha1", "secret").update("{}").digest("hex");
    const request = { ...call(Buffer.from("{}"), ""), headers: { "x-hub-signature": `sha1=${sha1}` } };

    expect(isAuthentic(request, { appSecrets: ["secret"] })).toBe(false);
  });
});
