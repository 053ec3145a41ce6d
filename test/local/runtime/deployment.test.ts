import { describe, expect, it } from "vitest";
import type { JsonObject } from "#local/runtime/json.ts";
import type { Stack, TemplateResource } from "#local/runtime/template/assembly.ts";
import { resolveAssembly } from "#local/runtime/template/deployment.ts";

const surroundings = {
  region: "eu-west-3",
  endpoint: "http://127.0.0.1:4580",
  urlOrigin: () => "http://127.0.0.1:4581",
};

const aResource = (Type: string, Properties: JsonObject = {}, more: Partial<TemplateResource> = {}) => ({
  Type,
  Properties,
  ...more,
});

const aStack = (name: string, template: Partial<Stack["template"]>): Stack => ({
  name,
  template: { Parameters: {}, Mappings: {}, Conditions: {}, Resources: {}, Outputs: {}, ...template },
});

const deploy = (...stacks: Stack[]) => resolveAssembly({ stacks, assets: new Map() }, surroundings);

describe("resolveAssembly", () => {
  it("names queues by an address that resolves, FIFO ones with their suffix", () => {
    const { resources } = deploy(
      aStack("app", {
        Resources: { Work: aResource("AWS::SQS::Queue"), Inbox: aResource("AWS::SQS::Queue", { FifoQueue: true }) },
      }),
    );

    expect(resources.map(({ ref, attributes }) => [ref, attributes.Arn])).toEqual([
      ["http://127.0.0.1:4580/000000000000/app-Work", "arn:aws:sqs:eu-west-3:000000000000:app-Work"],
      ["http://127.0.0.1:4580/000000000000/app-Inbox.fifo", "arn:aws:sqs:eu-west-3:000000000000:app-Inbox.fifo"],
    ]);
  });

  it("keeps names as short as AWS wants them, the same each time and different from each other", () => {
    const Resources = Object.fromEntries(
      ["One", "Two"].map((end) => [`${"Long".repeat(20)}${end}`, aResource("AWS::S3::Bucket")]),
    );

    const names = () => deploy(aStack("app", { Resources })).resources.map(({ ref }) => ref);

    expect(names().every((name) => /^[a-z0-9-]{3,63}$/.test(name))).toBe(true);
    expect(new Set(names()).size).toBe(2);
    expect(names()).toEqual(names());
  });

  it("takes the names that the template gives, with functions in them", () => {
    const named = { QueueName: { "Fn::Join": ["-", ["jobs", { Ref: "Stage" }]] } };
    const { resources } = deploy(
      aStack("app", {
        Parameters: { Stage: { Type: "String", Default: "dev" } },
        Resources: { Work: aResource("AWS::SQS::Queue", named) },
      }),
    );

    expect(resources[0]?.attributes.QueueName).toBe("jobs-dev");
  });

  it("hands exports from one stack to another", () => {
    const exporting = aStack("base", {
      Resources: { Table: aResource("AWS::DynamoDB::Table") },
      Outputs: { Export: { Value: { Ref: "Table" }, Export: { Name: "base:Table" } } },
    });
    const importing = aStack("app", { Outputs: { TableName: { Value: { "Fn::ImportValue": "base:Table" } } } });

    expect(deploy(exporting, importing).outputs.TableName).toBe("base-Table");
    expect(() => deploy(importing)).toThrow("No stack exports base:Table");
  });

  it("leaves out resources and outputs whose condition does not hold", () => {
    const { resources, outputs } = deploy(
      aStack("app", {
        Conditions: { IsProd: { "Fn::Equals": [{ Ref: "AWS::StackName" }, "prod"] } },
        Resources: { Work: aResource("AWS::SQS::Queue", {}, { Condition: "IsProd" }) },
        Outputs: { Url: { Value: "x", Condition: "IsProd" } },
      }),
    );

    expect([resources, outputs]).toEqual([[], {}]);
  });

  it("looks into mappings", () => {
    const Value = { "Fn::FindInMap": ["Sizes", { Ref: "AWS::Region" }, "small"] };
    const stack = aStack("app", { Mappings: { Sizes: { "eu-west-3": { small: "1" } } }, Outputs: { Size: { Value } } });

    expect(deploy(stack).outputs.Size).toBe("1");
  });

  it("refuses a name or an attribute that nobody gives", () => {
    const refers = (Value: JsonObject) =>
      deploy(aStack("app", { Resources: { Work: aResource("AWS::SQS::Queue") }, Outputs: { It: { Value } } }));

    expect(() => refers({ Ref: "Nothing" })).toThrow("mentions Nothing, which it does not hold");
    expect(() => refers({ "Fn::GetAtt": ["Work", "Colour"] })).toThrow("The attribute Colour of Work is not emulated");
  });
});
