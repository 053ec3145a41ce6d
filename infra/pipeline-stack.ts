import { CfnOutput, Stack } from "aws-cdk-lib";
import { EventBus, EventField } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import type { StageConfig } from "./config.ts";
import { Engagement } from "./parts/engagement.ts";
import { Measurement } from "./parts/measurement.ts";
import { Monitoring } from "./parts/monitoring.ts";
import { Publishing } from "./parts/publishing.ts";
import { Storage } from "./parts/storage.ts";

export interface PipelineStackProps {
  readonly config: StageConfig;
}

/** All of Antenne, for one stage. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { config }: PipelineStackProps) {
    super(scope, id, {
      description: `Antenne, stage ${config.stage}: publishing, engagement and measurement on social networks`,
      tags: { project: "antenne", stage: config.stage },
      terminationProtection: config.keepsData,
    });
    const storage = new Storage(this, "Storage", config);
    const monitoring = new Monitoring(this, "Monitoring", config);
    const bus = new EventBus(this, "EventBus", {
      description: `What Antenne tells the outside, stage ${config.stage}`,
    });
    monitoring.mail(this, "ChannelNeedsReconnecting", {
      bus,
      event: "ChannelNeedsReconnecting",
      section: "a-channel-needs-reconnecting",
      text: `${EventField.fromPath("$.detail.channelId")} needs reconnecting: ${EventField.fromPath("$.detail.reason")}`,
    });
    const parameterPrefix = `/antenne/${config.stage}`;
    const props = { config, storage, monitoring, bus, parameterPrefix };
    const publishing = new Publishing(this, "Publishing", props);
    const engagement = new Engagement(this, "Engagement", props);
    const measurement = new Measurement(this, "Measurement", props);

    this.#output({
      Stage: config.stage,
      CalendarBucketName: storage.calendars.bucketName,
      MediaBucketName: storage.media.bucketName,
      ArchiveBucketName: storage.archive.bucketName,
      PublicationsTableName: storage.publications.tableName,
      ConversationsTableName: storage.conversations.tableName,
      MetricsTableName: storage.metrics.tableName,
      ChannelsTableName: storage.channels.tableName,
      ImportQueueUrl: publishing.importQueue.queueUrl,
      CheckAheadQueueUrl: publishing.checkQueue.queueUrl,
      PublishQueueUrl: publishing.publishQueue.queueUrl,
      IngestQueueUrl: engagement.ingestQueue.queueUrl,
      CustomerServiceQueueUrl: engagement.customerServiceQueue.queueUrl,
      ReplyQueueUrl: engagement.replyQueue.queueUrl,
      MetricsQueueUrl: measurement.metricsQueue.queueUrl,
      EventBusName: bus.eventBusName,
      WebhookUrl: engagement.webhookUrl,
      ParameterPrefix: parameterPrefix,
      ...(storage.mediaDomainTarget && { MediaDomainTarget: storage.mediaDomainTarget }),
    });
  }

  /** What people, the command line and the laptop look up by name. */
  #output(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
