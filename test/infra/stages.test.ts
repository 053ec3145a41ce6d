import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../infra/config.ts";
import { list, ofType, render, type Synthesised, statementsOf, synthesise } from "./synthesised.ts";

const KEEPERS = ["AWS::S3::Bucket", "AWS::DynamoDB::Table"];

const configOf = (context: Readonly<Record<string, unknown>>) => readConfig({ tryGetContext: (key) => context[key] });

describe("the stage prod", async () => {
  const stack = await synthesise({ stage: "prod" });

  it("keeps buckets and tables when the stack is deleted", () => {
    expect(policies(stack)).toEqual(new Set(["Retain"]));
  });

  it("can restore every table to any second, and refuses to delete one", () => {
    for (const { properties } of ofType(stack, "AWS::DynamoDB::Table")) {
      expect(properties).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  it("deletes no object that anybody uploaded", () => {
    const rules = ofType<{ LifecycleConfiguration: { Rules: Record<string, unknown>[] } }>(stack, "AWS::S3::Bucket")
      .filter(({ id }) => !id.includes("ArchiveBucket"))
      .flatMap(({ properties }) => properties.LifecycleConfiguration.Rules);

    const expiring = rules.filter((rule) => "ExpirationInDays" in rule);
    expect(expiring.map(({ Prefix }) => Prefix)).toEqual(["progress/"]);
  });
});

describe("a domain for media", () => {
  const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/5b2a";

  it("leads to the bucket, with every signature as it is, and is told to the publisher", async () => {
    const stack = await synthesise({ stage: "dev", mediaDomain: "media.acme.example", mediaCertificate: certificate });
    const [distribution] = ofType<{ DistributionConfig: Record<string, unknown> }>(
      stack,
      "AWS::CloudFront::Distribution",
    );
    const functions = ofType<{ Description?: string; Environment: unknown }>(stack, "AWS::Lambda::Function");
    const publisher = functions.find(({ properties }) => properties.Description === "publishing/publish");

    expect(distribution?.properties.DistributionConfig).toMatchObject({
      Aliases: ["media.acme.example"],
      DefaultCacheBehavior: {
        AllowedMethods: ["GET", "HEAD"],
        ViewerProtocolPolicy: "https-only",
        // CachingDisabled and AllViewerExceptHostHeader, which AWS manages.
        CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
      },
    });
    expect(publisher?.properties.Environment).toMatchObject({ Variables: { MEDIA_DOMAIN: "media.acme.example" } });
    expect(stack.outputs).toContain("MediaDomainTarget");
  });

  it("is not there unless it is asked for", async () => {
    const stack = await synthesise({ stage: "dev" });

    expect(ofType(stack, "AWS::CloudFront::Distribution")).toEqual([]);
    expect(JSON.stringify(stack.resources)).not.toContain("MEDIA_DOMAIN");
  });

  it.each([
    [{ mediaDomain: "media.acme.example" }, "together"],
    [{ mediaDomain: "media.acme.example", mediaCertificate: "arn:aws:acm:eu-west-3:1:certificate/1" }, "us-east-1"],
    [{ mediaDomain: "https://media.acme.example", mediaCertificate: certificate }, "not a domain"],
  ])("is refused where %j cannot work", (context, words) => {
    expect(() => configOf(context)).toThrow(words);
  });
});

describe("what calendars of a stage need not say", () => {
  it("is their time zone and channels", async () => {
    const stack = await synthesise({ stage: "dev", timeZone: "Europe/Paris", calendarChannels: "facebook/acme" });

    const functions = ofType<{ Description?: string; Environment: unknown }>(stack, "AWS::Lambda::Function");
    const importer = functions.find(({ properties }) => properties.Description === "publishing/import-calendar");

    expect(importer?.properties.Environment).toMatchObject({
      Variables: { DEFAULT_TIME_ZONE: "Europe/Paris", DEFAULT_CHANNELS: "facebook/acme" },
    });
  });

  it("lets a stage fetch no addresses: then its import may write no media either", async () => {
    const [usual, closed] = await Promise.all([
      synthesise({ stage: "dev" }),
      synthesise({ stage: "dev", fetchesMedia: "false" }),
    ]);
    const writes = (stack: typeof usual) =>
      statementsOf(stack, "publishing/import-calendar").filter(({ Resource }) =>
        list(Resource).some((each) => render(each).includes("/fetched/")),
      );

    expect(writes(usual).map(({ Action }) => Action)).toEqual(["s3:PutObject"]);
    expect(writes(closed)).toEqual([]);
    expect(JSON.stringify(closed.resources)).not.toContain("FETCHES_MEDIA");
  });

  it("is refused when there is no such time zone", () => {
    expect(() => configOf({ timeZone: "Paris" })).toThrow(/-c timeZone: not a time zone such as Europe\/Paris/);
  });
});

describe("the stage dev", async () => {
  const stack = await synthesise({ stage: "dev" });

  it("leaves nothing behind when the stack is deleted", () => {
    expect(policies(stack)).toEqual(new Set(["Delete"]));
  });

  it("archives webhooks for a month", () => {
    const [archive] = ofType(stack, "AWS::S3::Bucket").filter(({ id }) => id.includes("ArchiveBucket"));

    expect(archive?.properties).toMatchObject({
      LifecycleConfiguration: { Rules: expect.arrayContaining([expect.objectContaining({ ExpirationInDays: 30 })]) },
    });
  });
});

describe("readConfig", () => {
  it("takes dev when no stage is named", () => {
    expect(configOf({})).toMatchObject({ stage: "dev", keepsData: false });
  });

  it("keeps the data of a stage that it does not know", () => {
    expect(configOf({ stage: "staging" })).toMatchObject({ stage: "staging", keepsData: true });
  });

  it("makes an unknown stage disposable when asked to", () => {
    expect(configOf({ stage: "pr-42", settings: "dev" })).toMatchObject({ stage: "pr-42", keepsData: false });
  });

  it("takes a log level in any case", () => {
    expect(configOf({ logLevel: "debug" }).logLevel).toBe("DEBUG");
  });

  it("names every value that makes no sense, at once", () => {
    const reading = () => configOf({ stage: "Prod!", alarmEmail: "ops", logLevel: "loud" });

    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(
      /-c stage: use at most 20 lower-case letters.*-c logLevel: .*-c alarmEmail: not an e-mail/s,
    );
  });
});

function policies(stack: Synthesised): Set<string | undefined> {
  return new Set(KEEPERS.flatMap((type) => ofType(stack, type)).map(({ deletionPolicy }) => deletionPolicy));
}
