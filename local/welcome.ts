import { styleText } from "node:util";
import type { LaptopOptions } from "./options.ts";
import type { Session } from "./session.ts";

/** What to look at and what to try, once everything runs. */
export function welcome(session: Session, { dataFolder }: LaptopOptions): string {
  const { laptop, pageAddress } = session;
  const aws = `aws --endpoint-url ${laptop.endpoint}`;
  const rows = [
    ["What followers see", styleText("bold", pageAddress)],
    ["AWS on this machine", laptop.endpoint],
    ["Webhooks", `${session.output("WebhookUrl")}facebook, …/instagram, …/x`],
    ["State", dataFolder],
  ];
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return [
    "",
    ...rows.map(([name = "", value]) => `  ${name.padEnd(width)}  ${value}`),
    "",
    "  Try, in another terminal:",
    `  ${CREDENTIALS}`,
    `  ${aws} s3 cp my-calendar.csv s3://${session.output("CalendarBucketName")}/calendars/`,
    `  ${aws} sqs receive-message --queue-url ${session.output("CustomerServiceQueueUrl")}`,
    "  npm run antenne -- publications list",
    "",
  ].join("\n");
}

/** The AWS CLI wants some, and any will do here. */
const CREDENTIALS = "export AWS_ACCESS_KEY_ID=laptop AWS_SECRET_ACCESS_KEY=laptop AWS_DEFAULT_REGION=eu-west-3";
