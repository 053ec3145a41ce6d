import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table } from "aws-cdk-lib/aws-dynamodb";
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, CfnBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { StageConfig } from "../config.ts";
import { MediaDomain } from "../constructs/media-domain.ts";

/** What is kept: files, and the state of all three streams. */
export class Storage extends Construct {
  /** Uploads under `calendars/`, results under `reports/`, what imports remember under `manifests/` and `progress/`. */
  readonly calendars: Bucket;
  /** Images and videos, by file name. */
  readonly media: Bucket;
  /** Raw webhook bodies under `webhooks/`. */
  readonly archive: Bucket;
  readonly publications: Table;
  readonly conversations: Table;
  readonly metrics: Table;
  readonly channels: Table;
  /** Where the CNAME of the stage's media domain leads, if it has one. */
  readonly mediaDomainTarget: string | undefined;
  readonly #config: StageConfig;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    this.#config = config;

    this.calendars = this.#bucket("CalendarBucket", {
      versioned: true,
      // An import that is finished removes its own; one that never is leaves this behind.
      lifecycleRules: [{ prefix: "progress/", expiration: Duration.days(14) }],
    });
    announceUploads(this.calendars);
    this.media = this.#bucket("MediaBucket", { versioned: true });
    const { mediaDomain } = config;
    this.mediaDomainTarget =
      mediaDomain && new MediaDomain(this, "MediaDomain", { bucket: this.media, ...mediaDomain }).target;
    this.archive = this.#bucket("ArchiveBucket", {
      lifecycleRules: [{ expiration: Duration.days(config.archiveDays) }],
    });

    this.publications = this.#table("PublicationsTable", { expires: true });
    addKeysOnlyIndex(this.publications, { index: "due", partitionKey: "dueBucket", sortKey: "dueSort" });
    this.conversations = this.#table("ConversationsTable", { expires: true });
    addKeysOnlyIndex(this.conversations, { index: "outbox", partitionKey: "outboxShard", sortKey: "outboxSort" });
    this.metrics = this.#table("MetricsTable");
    this.channels = this.#table("ChannelsTable");
  }

  #bucket(id: string, { lifecycleRules = [], versioned = false }: Pick<BucketProps, "lifecycleRules" | "versioned">) {
    const { archiveDays, keepsData } = this.#config;
    const bucket = new Bucket(this, id, {
      versioned,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
        ...(versioned ? [{ noncurrentVersionExpiration: Duration.days(archiveDays) }] : []),
        ...lifecycleRules,
      ],
    });
    Validations.of(bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "Only this stack's roles and people of the account can reach it; CloudTrail data events tell who did.",
    });
    return bucket;
  }

  #table(id: string, { expires = false }: { expires?: boolean } = {}): Table {
    const { keepsData } = this.#config;
    const table = new Table(this, id, {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: expires ? "expiresAt" : undefined,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: keepsData },
      deletionProtection: keepsData,
      removalPolicy: keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    if (!keepsData) {
      const reason = "A stage that may be destroyed holds nothing to restore. Stages that keep data have the recovery.";
      Validations.of(table).acknowledge({ id: "AwsSolutions-DDB3", reason });
    }
    return table;
  }
}

/** By property, because the construct's own switch would bring a custom resource and its Python function. */
function announceUploads(bucket: Bucket): void {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket)) throw new Error("a bucket has no resource of its own");
  defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

function addKeysOnlyIndex(
  table: Table,
  { index, partitionKey, sortKey }: { index: string; partitionKey: string; sortKey: string },
): void {
  table.addGlobalSecondaryIndex({
    indexName: index,
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    sortKey: { name: sortKey, type: AttributeType.STRING },
    projectionType: ProjectionType.KEYS_ONLY,
  });
}
