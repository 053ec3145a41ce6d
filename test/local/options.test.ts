import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { OptionsError, readOptions } from "#local/options.ts";

const read = (...args: readonly string[]) => readOptions(args, () => "/tmp/made-for-the-demo");

describe("readOptions", () => {
  it("keeps what npm start does in .antenne, from port 4570 on", () => {
    expect(read()).toEqual({
      isDemo: false,
      isJson: false,
      isFresh: false,
      isTemporary: false,
      dataFolder: resolve(".antenne"),
      port: 4570,
    });
  });

  it("gives the demo a folder of its own and any free ports", () => {
    expect(read("--demo", "--json")).toMatchObject({
      isDemo: true,
      isJson: true,
      isTemporary: true,
      dataFolder: "/tmp/made-for-the-demo",
      port: 0,
    });
  });

  it("never takes a named folder for the demo's own", () => {
    expect(read("--demo", "--data", "/srv/antenne")).toMatchObject({ isTemporary: false, dataFolder: "/srv/antenne" });
  });

  it("lets the demo begin anew, wherever it runs", () => {
    expect(read("--demo", "--data", "/srv/antenne")).toMatchObject({ isFresh: true });
  });

  it("answers a call for help with nothing to start", () => {
    expect(read("--help")).toBeUndefined();
    expect(read("-h")).toBeUndefined();
  });

  it.each(["abc", "-1", "1.5", "70000", "65530"])("refuses the port %s and says which there are", (port) => {
    expect(() => read(`--port=${port}`)).toThrow(OptionsError);
    expect(() => read(`--port=${port}`)).toThrow(/from 0 to 65525/);
  });

  it("refuses an option that it does not know, and shows those that it does", () => {
    expect(() => read("--porte", "1")).toThrow(OptionsError);
    expect(() => read("--porte", "1")).toThrow(/--porte[\s\S]*npm start -- --fresh/);
  });
});
