import { Duration, Size, Stack } from "aws-cdk-lib";
import { Match, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import {
  keepsBudgets,
  putsEvents,
  putsItemsOf,
  readsAndWritesTable,
  readsObjects,
  readsTable,
  removesObjects,
  sendsTo,
  tellsMissingObjects,
  writesObjects,
} from "../bindings.ts";
import { QueueWorker } from "../constructs/queue-worker.ts";
import { ScheduledWorker } from "../constructs/scheduled-worker.ts";
import { speaksForChannels } from "../speaks-for-channels.ts";
import type { StreamProps } from "./stream-props.ts";

/** Calendar CSV → publications → the networks, at the second. */
export class Publishing extends Construct {
  readonly importQueue: Queue;
  readonly checkQueue: Queue;
  readonly publishQueue: Queue;

  constructor(scope: Construct, id: string, props: StreamProps) {
    super(scope, id);
    const publisher = this.#publisher(props);
    const importer = this.#importer(props, publisher.queue);
    const checker = this.#checker(props);
    // Whoever meets an image that came late has its copy made there.
    for (const { fn } of [publisher, checker]) fn.use(sendsTo("IMPORT_QUEUE_URL", importer.queue));
    this.#dispatcher(props, publisher.queue, checker.queue);
    this.importQueue = importer.queue;
    this.checkQueue = checker.queue;
    this.publishQueue = publisher.queue;

    new Rule(this, "CalendarUploaded", {
      eventPattern: uploadsTo(props.storage.calendars),
      targets: [new SqsQueue(importer.queue)],
    });
  }

  #publisher(props: StreamProps): QueueWorker {
    const { storage, config, monitoring } = props;
    const publisher = new QueueWorker(this, "Publish", {
      config,
      monitoring,
      entry: "publishing/publish",
      impact: "Followers and marketing: posts that are due do not go out.",
      timeout: Duration.seconds(60),
      // Five messages of a crowd are 500 posts: more have no room in one function's processor time and connections.
      batchSize: 5,
      lateAfter: Duration.minutes(15),
      uses: [
        readsAndWritesTable("PUBLICATIONS_TABLE", storage.publications),
        keepsBudgets(storage.channels),
        readsObjects("MEDIA_BUCKET", storage.media, "*"),
        tellsMissingObjects("MEDIA_BUCKET", storage.media),
        keepsBudgets(storage.channels),
        ...speaksForChannels(Stack.of(this), props),
      ],
    });
    publisher.fn.use(sendsTo("PUBLISH_QUEUE_URL", publisher.queue));
    if (config.mediaDomain) publisher.fn.lambda.addEnvironment("MEDIA_DOMAIN", config.mediaDomain.domainName);
    return publisher;
  }

  #checker(props: StreamProps): QueueWorker {
    const { storage, config, monitoring } = props;
    return new QueueWorker(this, "CheckAhead", {
      config,
      monitoring,
      entry: "publishing/check-ahead",
      impact: "Marketing: nobody is told beforehand that a planned post will fail.",
      timeout: Duration.seconds(60),
      batchSize: 1,
      uses: [
        readsAndWritesTable("PUBLICATIONS_TABLE", storage.publications),
        readsObjects("MEDIA_BUCKET", storage.media, "*"),
        tellsMissingObjects("MEDIA_BUCKET", storage.media),
        ...speaksForChannels(Stack.of(this), props),
      ],
    });
  }

  #importer({ storage, config, monitoring, bus }: StreamProps, publishQueue: Queue): QueueWorker {
    const importer = new QueueWorker(this, "ImportCalendar", {
      config,
      monitoring,
      entry: "publishing/import-calendar",
      impact: "Marketing: an uploaded calendar is not planned, and no result file says so.",
      // An import that needs longer stops and goes on in another run. One that crashed is tried again two minutes later.
      timeout: Duration.minutes(5),
      // One whole processor, for reading is what takes the time; and room for a large photograph that has to be copied.
      memorySize: 1769,
      // The result of a million rows, and what they are compared with, take 600 MB until they are done.
      ephemeralStorageSize: Size.gibibytes(4),
      batchSize: 1,
      uses: [
        readsObjects("CALENDAR_BUCKET", storage.calendars, "calendars/*"),
        tellsMissingObjects("CALENDAR_BUCKET", storage.calendars),
        writesObjects("CALENDAR_BUCKET", storage.calendars, "reports/*"),
        readsObjects("CALENDAR_BUCKET", storage.calendars, "manifests/*"),
        writesObjects("CALENDAR_BUCKET", storage.calendars, "manifests/*"),
        removesObjects("CALENDAR_BUCKET", storage.calendars, "manifests/*"),
        readsObjects("CALENDAR_BUCKET", storage.calendars, "progress/*"),
        writesObjects("CALENDAR_BUCKET", storage.calendars, "progress/*"),
        removesObjects("CALENDAR_BUCKET", storage.calendars, "progress/*"),
        readsObjects("MEDIA_BUCKET", storage.media, "*"),
        tellsMissingObjects("MEDIA_BUCKET", storage.media),
        readsAndWritesTable("PUBLICATIONS_TABLE", storage.publications, { index: "due" }),
        readsTable("CHANNELS_TABLE", storage.channels),
        sendsTo("PUBLISH_QUEUE_URL", publishQueue),
        putsEvents(bus),
      ],
    });
    importer.fn.use(sendsTo("IMPORT_QUEUE_URL", importer.queue));
    const { lambda } = importer.fn;
    lambda.addEnvironment("DEFAULT_TIME_ZONE", config.timeZone);
    importer.fn.use(writesObjects("MEDIA_BUCKET", storage.media, "adapted/*"));
    if (config.fetchesMedia) {
      importer.fn.use(writesObjects("MEDIA_BUCKET", storage.media, "fetched/*"));
      lambda.addEnvironment("FETCHES_MEDIA", "true");
    }
    if (config.calendarChannels) lambda.addEnvironment("DEFAULT_CHANNELS", config.calendarChannels);
    return importer;
  }

  #dispatcher({ storage, config, monitoring }: StreamProps, publishQueue: Queue, checkQueue: Queue): void {
    new ScheduledWorker(this, "DispatchDue", {
      config,
      monitoring,
      entry: "publishing/dispatch-due",
      impact: "Followers and marketing: nothing that falls due is published.",
      every: Duration.minutes(1),
      timeout: Duration.seconds(55),
      uses: [
        readsTable("PUBLICATIONS_TABLE", storage.publications, { index: "due" }),
        // Its cursor, and no publication.
        putsItemsOf("TICK", "PUBLICATIONS_TABLE", storage.publications),
        sendsTo("PUBLISH_QUEUE_URL", publishQueue),
        sendsTo("CHECK_QUEUE_URL", checkQueue),
      ],
    });
  }
}

function uploadsTo(bucket: Bucket) {
  return {
    source: ["aws.s3"],
    detailType: ["Object Created"],
    detail: { bucket: { name: [bucket.bucketName] }, object: { key: Match.prefix("calendars/") } },
  };
}
