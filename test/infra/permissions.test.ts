import type { DynamoDBDocumentClient, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { LONGEST_WORKER_MS } from "#lib/app/accounts/token-lock.ts";
import { BudgetsTable } from "#lib/aws/budgets-table.ts";
import { StoredChannelStates } from "#lib/aws/channel-states.ts";
import { DueIndexTable } from "#lib/aws/due-index.ts";
import { HourDirectory } from "#lib/aws/hour-directory.ts";
import { MetricsTable } from "#lib/aws/metrics-table.ts";
import type { Budget } from "#lib/domain/accounts/rates/budget.ts";
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
  [
    /^StorageCalendarBucket\w+\/(calendars|reports|manifests|progress)\/\*$/,
    "calendars are uploaded at run time, under one prefix",
  ],
  [/^StorageArchiveBucket\w+\/webhooks\/\*$/, "bodies are archived at run time, under one prefix"],
  [/^StorageMediaBucket\w+\/\*$/, "media are named by marketing"],
  [
    /^StorageMediaBucket\w+\/(fetched|adapted)\/\*$/,
    "files are fetched and adapted at run time, under one prefix each",
  ],
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
      "publishing/check-ahead",
      "publishing/publish",
    ]);
  });
});

describe("the functions that speak for channels", () => {
  const speakers = [
    "engagement/ingest",
    "engagement/reply",
    "measurement/collect-metrics",
    "publishing/check-ahead",
    "publishing/publish",
  ];

  it.each(speakers)("let %s replace the tokens of channels, and no secret of an app", (name) => {
    const puts = granted(name).filter((each) => each.startsWith("ssm:Put"));

    expect(puts).toEqual([expect.stringMatching(/:parameter\/antenne\/dev\/channels\/\*$/)]);
  });

  it.each(speakers)(
    "let %s update the states of channels, neither what they are nor a stop of publishing",
    async (name) => {
      const partitions: unknown[] = [];
      const send = async ({ input }: UpdateCommand) => partitions.push(input.Key?.pk);
      const states = new StoredChannelStates({ send } as unknown as DynamoDBDocumentClient, "table");
      await states.park("x/acme", { since: new Date(0), reason: "", tokenVersion: 1 });

      const updates = statementsOf(stack, name).filter(
        ({ Resource, Action }) =>
          /Update/.test(String(Action)) && list(Resource).some((each) => /Channels/.test(render(each))),
      );
      expect(updates.map(({ Action, Condition }) => [Action, Condition])).toEqual([
        ["dynamodb:UpdateItem", { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": partitions } }],
      ]);
    },
  );

  it("are the only ones that may write a secret or update the channels table", () => {
    const writers = functionNames.filter((name) =>
      granted(name).some((each) => /^ssm:Put|^dynamodb:UpdateItem StorageChannels/.test(each)),
    );

    expect(writers).toEqual(speakers);
  });

  it("live no longer than the lock on a token allows", () => {
    const timeouts = functionsOf(stack).filter(({ properties }) => speakers.includes(properties.Description));

    expect(timeouts).toHaveLength(speakers.length);
    for (const { properties } of timeouts) expect(properties.Timeout * 1_000).toBeLessThanOrEqual(LONGEST_WORKER_MS);
  });
});

describe("the schedules", () => {
  it.each([
    ["publishing/dispatch-due", tickCursor],
    ["measurement/plan-collection", planCursor],
  ])("let %s write its cursor and nothing else", async (name, writeCursor) => {
    const partitions: unknown[] = [];
    const client: unknown = { send: async ({ input }: PutCommand) => partitions.push(input.Item?.pk) };

    await writeCursor(client as DynamoDBDocumentClient);

    const writes = statementsOf(stack, name).filter(({ Action }) => /dynamodb:(Put|Update)/.test(String(Action)));
    expect(partitions).toHaveLength(1);
    expect(writes.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      ["dynamodb:PutItem", { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": partitions } }],
    ]);
  });
});

describe("what networks tell of their limits", () => {
  it.each(["publishing/publish", "engagement/reply", "measurement/collect-metrics"])(
    "may be stored by %s, beside the channels and nowhere else",
    async (name) => {
      const partitions: string[] = [];
      const client: unknown = { send: async ({ input }: PutCommand) => partitions.push(String(input.Item?.pk)) };
      await new BudgetsTable(client as DynamoDBDocumentClient, "table").record(A_BUDGET);

      const writes = statementsOf(stack, name).filter(
        ({ Action, Resource }) => /dynamodb:Put/.test(String(Action)) && render(Resource).includes("Channels"),
      );
      expect(partitions).toEqual([expect.stringMatching(/^BUDGET#/)]);
      expect(writes.map(({ Action, Condition }) => [Action, Condition])).toEqual([
        ["dynamodb:PutItem", { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["BUDGET#*"] } }],
      ]);
    },
  );
});

const A_BUDGET: Budget = {
  network: "x",
  name: "calls",
  concerns: [],
  usedShare: 1,
  askedAt: new Date(0),
  readAt: new Date(0),
  until: new Date(0),
};

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

  it("let the import hide its own message again, and nobody else one that is not its own", () => {
    const holders = functionNames.flatMap((name) => granted(name).filter((each) => each.includes("ChangeMessageVis")));

    expect(granted("publishing/import-calendar")).toContainEqual(
      expect.stringMatching(/^sqs:ChangeMessageVisibility PublishingImportCalendar/),
    );
    expect(new Set(holders).size).toBe(holders.length);
  });
});

/** `<action> <resource>` for all that one function may do. */
function granted(name: string): string[] {
  return statementsOf(stack, name).flatMap(({ Action, Resource }) =>
    list(Action).flatMap((action) => list(Resource).map((resource) => `${action} ${render(resource)}`)),
  );
}

function tickCursor(client: DynamoDBDocumentClient): Promise<void> {
  return new DueIndexTable(client, "table", new HourDirectory(client, "table")).setLookedUntil(new Date(0));
}

function planCursor(client: DynamoDBDocumentClient): Promise<void> {
  return new MetricsTable(client, "table").setLastPlannedAt(new Date(0));
}
