import { describe, expect, it } from "vitest";
import { handshake } from "#lib/networks/meta/handshake.ts";

const secrets = { appSecrets: ["secret"], verifyToken: "verify-me" };

function subscription(query: Record<string, string>, method = "GET") {
  return { method, headers: {}, query, body: new Uint8Array() };
}

const ours = { "hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "1158201444" };

describe("handshake", () => {
  it("gives the challenge back as plain text", () => {
    expect(handshake(subscription(ours), secrets)).toEqual({
      status: 200,
      contentType: "text/plain",
      body: "1158201444",
    });
  });

  it.each([
    ["another token", { ...ours, "hub.verify_token": "guessed" }, secrets],
    ["no token", { "hub.mode": "subscribe", "hub.challenge": "1" }, secrets],
    ["another mode", { ...ours, "hub.mode": "unsubscribe" }, secrets],
    ["no token of ours to compare with", { ...ours, "hub.verify_token": "" }, { appSecrets: ["secret"] }],
  ])("refuses %s", (_, query, known) => {
    expect(handshake(subscription(query), known)?.status).toBe(403);
  });

  it("leaves everything else alone", () => {
    expect(handshake(subscription({}), secrets)).toBeUndefined();
    expect(handshake(subscription(ours, "POST"), secrets)).toBeUndefined();
  });
});
