import * as z from "zod";
import { isObject, type JsonObject, parseJson } from "../json.ts";

/** One line that a function wrote. */
export interface FunctionLogLine {
  readonly logicalId: string;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
  /** `DEBUG`, `INFO`, `WARN` or `ERROR`, when the line is a record that says so. */
  readonly level?: string;
  /** The line's JSON object, when it is one. */
  readonly record?: JsonObject;
  /** The metrics in it, when it is an embedded metric record of CloudWatch. */
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const EmbeddedMetrics = z.object({
  CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.object({ Name: z.string() })) })),
});

const Values = z.union([z.number().transform((value) => [value]), z.array(z.number())]);

/** Cuts a stream of text into lines and reads each. */
export function functionLog(
  source: Pick<FunctionLogLine, "logicalId" | "stream">,
  onLine: (line: FunctionLogLine) => void,
): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines.filter(Boolean)) onLine({ ...source, text, ...read(text) });
  };
}

function read(text: string): Pick<FunctionLogLine, "level" | "record" | "metrics"> {
  const record = text.startsWith("{") ? parseJson(text) : undefined;
  if (!isObject(record)) return {};
  const embedded = EmbeddedMetrics.safeParse(record._aws);
  const level = typeof record.level === "string" ? { level: record.level } : {};
  if (!embedded.success) return { ...level, record };
  const names = embedded.data.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  return {
    ...level,
    record,
    metrics: Object.fromEntries(names.map((name) => [name, Values.catch([]).parse(record[name])])),
  };
}
