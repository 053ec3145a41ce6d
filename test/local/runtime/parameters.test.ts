import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ParameterStore } from "#local/runtime/emulators/parameters.ts";
import { aFolder } from "./an-assembly.ts";

const NAME = "/antenne/dev/channels/x/acme";

describe("the laptop's parameters", () => {
  it("outlive it: a refresh token that is good for one use must not come back", () => {
    const path = join(aFolder(), "parameters.json");
    const first = new ParameterStore(path);
    first.putIfMissing(NAME, "as it came");
    first.put(NAME, "refreshed");

    const second = new ParameterStore(path);
    second.putIfMissing(NAME, "as it came");

    const { body } = second.answer("GetParameter", { Name: NAME, WithDecryption: true });
    expect(body).toMatchObject({ Parameter: { Value: "refreshed", Version: 2 } });
  });

  it("are for their owner's eyes only", () => {
    const path = join(aFolder(), "parameters.json");
    new ParameterStore(path).put(NAME, "secret");

    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
