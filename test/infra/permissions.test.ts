import type { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import {
  functionNames,
  functionsOf,
  list,
  ofType,
  render,
  type Statement,
  statementsOf,
  synthesise,
} from "./synthesised.ts";

const stack = await synthesise();

/** The only wildcards that a role may have, each at the end of a resource, with the reason. */
const WILDCARDS: readonly (readonly [RegExp, string])[] = [
  [/^StorageCalendarBucket\w+\/(calendars|reports)\/\*$/, "calendars are uploaded at run time, under one prefix"],
  [/^StorageArchiveBucket\w+\/webhooks\/\*$/, "bodies are archived at run time, under one prefix"],
  [/^StorageMediaBucket\w+\/\*$/, "media are named by marketing"],
  [/:parameter\/antenne\/dev\/(channels|networks)\/\*$/, "channels are connected without a deployment"],
];

describe("permissions", () => {
  const statements = ofType<{ PolicyDocument: { Statement: Statement[] } }>(stack, "AWS::IAM::Policy").flatMap(
    ({ properties }) => properties.PolicyDocument.Statement,
  );

  it("name every action", () => {
    const actions = statements.flatMap(({ Action }) => list(Action));

    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("name every resource, but for prefixes with a reason", () => {
    const resources = statements.flatMap(({ Resource }) => list(Resource)).map(render);
    const wild = resources.filter((resource) => resource.includes("*"));

    expect(wild.filter((resource) => !WILDCARDS.some(([allowed]) => allowed.test(resource)))).toEqual([]);
    for (const [allowed] of WILDCARDS) expect(wild.some((resource) => allowed.test(resource))).toBe(true);
  });

  it("never let a function read a whole table or delete an item", () => {
    const actions = statements.flatMap(({ Action }) => list(Action));

    expect(actions).not.toContain("dynamodb:Scan");
    expect(actions.filter((action) => /dynamodb:.*(Delete|PartiQL)/.test(action))).toEqual([]);
  });

  it("come from no managed policy, and belong to one function each", () => {
    const roles = ofType(stack, "AWS::IAM::Role");

    expect(roles.filter(({ properties }) => "ManagedPolicyArns" in properties)).toEqual([]);
    expect(new Set(functionsOf(stack).map(({ properties }) => render(properties.Role))).size).toBe(
      functionNames.length,
    );
  });

  it("give secrets only to the functions that talk to a network or check its signature", () => {
    const readers = functionNames.filter((name) => granted(name).some((each) => each.startsWith("ssm:")));

    expect(readers).toEqual([
      "engagement/ingest",
      "engagement/receive-webhook",
      "engagement/reply",
      "measurement/collect-metrics",
      "publishing/publish",
    ]);
  });
});

describe("the tick", () => {
  it("may write its cursor and no publication", async () => {
    const written: unknown[] = [];
    const client = { send: async ({ input }: PutCommand) => written.push(input.Item?.pk) } as unknown;
    const table = client as DynamoDBDocumentClient;

    await new DueIndexTable(table, "publications", new HourDirectory(table, "publications")).setLookedUntil(
      new Date(0),
    );

    const puts = statementsOf(stack, "publishing/dispatch-due").filter(({ Action }) =>
      /(Put|Update)/.test(String(Action)),
    );
    expect(puts.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      ["dynamodb:PutItem", { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": written } }],
    ]);
  });
});

describe("the front door", () => {
  it("may archive, send to one queue and read the networks' secrets, nothing else", () => {
    expect(granted("engagement/receive-webhook").toSorted()).toEqual([
      expect.stringMatching(/^s3:PutObject StorageArchiveBucket\w+\/webhooks\/\*$/),
      expect.stringMatching(/^sqs:SendMessage EngagementIngest\w+$/),
      expect.stringMatching(/^ssm:GetParameter arn:.*:parameter\/antenne\/dev\/networks\/\*$/),
    ]);
  });

  it("is the only function with a public address", () => {
    const urls = ofType<{ TargetFunctionArn: unknown }>(stack, "AWS::Lambda::Url");
    const opened = ofType<{ Principal: string; FunctionName: unknown }>(stack, "AWS::Lambda::Permission").filter(
      ({ properties }) => properties.Principal === "*",
    );
    const door = functionsOf(stack).find(({ properties }) => properties.Description === "engagement/receive-webhook");

    expect(urls.map(({ properties }) => render(properties.TargetFunctionArn))).toEqual([door?.id]);
    expect(new Set(opened.map(({ properties }) => render(properties.FunctionName)))).toEqual(new Set([door?.id]));
  });
});

/** `<action> <resource>` for all that one function may do. */
function granted(name: string): string[] {
  return statementsOf(stack, name).flatMap(({ Action, Resource }) =>
    list(Action).flatMap((action) => list(Resource).map((resource) => `${action} ${render(resource)}`)),
  );
}
