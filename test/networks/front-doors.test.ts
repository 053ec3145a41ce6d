import { describe, expect, it } from "vitest";
import { frontDoors } from "#lib/networks/front-doors.ts";
import { networks } from "#lib/networks/registry.ts";

describe("the front doors", () => {
  it("take the calls of every network of the registry that makes them, and of no other", () => {
    const calling = networks.filter(({ webhook }) => webhook).map(({ name }) => name);

    expect([...frontDoors.keys()].toSorted()).toEqual(calling.toSorted());
  });

  it.each([...frontDoors])("believe for %s what its adapter believes", (name, door) => {
    const webhook = networks.find((network) => network.name === name)?.webhook;

    expect(webhook).toMatchObject({ ...door });
  });
});
