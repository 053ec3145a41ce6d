import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod";

/** Everything that differs from stage to stage. */
export interface StageConfig {
  readonly stage: string;
  /** Whether buckets and tables survive the deletion of the stack, and tables can be restored to any second. */
  readonly keepsData: boolean;
  /** Raw webhook bodies and overwritten versions of calendars and media are deleted after this. */
  readonly archiveDays: number;
  readonly logRetention: RetentionDays;
  readonly logLevel: LogLevel;
  /** Where alarms are mailed. Without it they only show in CloudWatch. */
  readonly alarmEmail?: string;
  /** Address of docs/runbook.md, to which every alarm links. */
  readonly runbookUrl: string;
  /** IANA name, for calendar rows whose time zone nothing else tells. */
  readonly timeZone: string;
  /** As in a calendar's column `channels`, for calendars that name none. */
  readonly calendarChannels?: string;
  /** Whether files that a calendar gives by their address are fetched from the internet into the media bucket. */
  readonly fetchesMedia: boolean;
  /** A domain from which networks fetch media, for those that want one that can be verified. */
  readonly mediaDomain?: MediaDomainName;
}

export interface MediaDomainName {
  readonly domainName: string;
  /** In us-east-1, where CloudFront looks for it. */
  readonly certificateArn: string;
}

export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

/** What was asked for with `-c` makes no sense; the message says what would. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

type Settings = Omit<
  StageConfig,
  "stage" | "alarmEmail" | "runbookUrl" | "timeZone" | "calendarChannels" | "fetchesMedia" | "mediaDomain"
>;

const SETTINGS = {
  dev: { keepsData: false, archiveDays: 30, logRetention: RetentionDays.ONE_WEEK, logLevel: "INFO" },
  prod: { keepsData: true, archiveDays: 400, logRetention: RetentionDays.THREE_MONTHS, logLevel: "INFO" },
} as const satisfies Record<string, Settings>;

const Context = z
  .object({
    stage: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,19}$/, "use at most 20 lower-case letters, digits and hyphens, a letter first")
      .default("dev"),
    settings: z.enum(["dev", "prod"]).optional(),
    logLevel: z
      .string()
      .toUpperCase()
      .pipe(z.enum(["DEBUG", "INFO", "WARN", "ERROR"]))
      .optional(),
    alarmEmail: z.email("not an e-mail address").optional(),
    runbookUrl: z.string().min(1).default("docs/runbook.md"),
    timeZone: z.string().refine(isTimeZone, "not a time zone such as Europe/Paris").default("UTC"),
    calendarChannels: z.string().min(1).optional(),
    // With `-c` it comes as a word, from cdk.json as it is.
    fetchesMedia: z.union([z.boolean(), z.stringbool()]).default(true),
    mediaDomain: z.hostname("not a domain such as media.example.com").optional(),
    mediaCertificate: z
      .string()
      .startsWith("arn:aws:acm:us-east-1:", "not a certificate of ACM in us-east-1")
      .optional(),
  })
  .refine(({ mediaDomain, mediaCertificate }) => (mediaDomain === undefined) === (mediaCertificate === undefined), {
    path: ["mediaDomain"],
    message: "give mediaDomain and mediaCertificate together",
  });

/**
 * Reads the stage and its settings from the context (`-c stage=prod -c alarmEmail=…`).
 *
 * A stage other than `dev` gets the settings of `prod`: a name that we do not know may hold customers' data, and a
 * forgotten table is cheaper than a lost one. `-c settings=dev` makes it disposable.
 *
 * @throws ConfigError naming every value that makes no sense, all at once.
 */
export function readConfig(context: { tryGetContext(key: string): unknown }): StageConfig {
  const given = Object.fromEntries(Object.keys(Context.shape).map((key) => [key, context.tryGetContext(key)]));
  const result = Context.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `  -c ${path.join(".")}: ${message}`);
    throw new ConfigError(["Antenne cannot be synthesised with this context:", ...faults].join("\n"));
  }
  const {
    stage,
    settings,
    logLevel,
    mediaDomain: domainName,
    mediaCertificate: certificateArn,
    ...asGiven
  } = result.data;
  const mediaDomain = domainName && certificateArn ? { domainName, certificateArn } : undefined;
  const base: Settings = SETTINGS[settings ?? (stage === "dev" ? "dev" : "prod")];
  return { ...base, ...asGiven, stage, logLevel: logLevel ?? base.logLevel, mediaDomain };
}

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf("timeZone").includes(name) || name === "UTC";
}
