import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";

/**
 * SQS as the AWS command line of Debian 12 speaks it: form fields in, XML out.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export interface QueryRequest {
  readonly operation: string;
  readonly input: JsonObject;
}

const NUMBERS = ["MaxNumberOfMessages", "WaitTimeSeconds", "VisibilityTimeout", "DelaySeconds", "MaxResults"];

/** Lists that the protocol calls by another name than JSON does. */
const LISTS: Readonly<Record<string, string>> = {
  AttributeName: "AttributeNames",
  MessageAttributeName: "MessageAttributeNames",
  MessageSystemAttributeName: "MessageSystemAttributeNames",
};
const MAPS: Readonly<Record<string, string>> = {
  Attribute: "Attributes",
  MessageAttribute: "MessageAttributes",
  Tag: "tags",
};
const ENTRIES = /^\w+BatchRequestEntry$/;

export function readQuery(body: string): QueryRequest {
  const fields: JsonObject = {};
  for (const [path, value] of new URLSearchParams(body)) plant(fields, path.split("."), value);
  const { Action: action, Version: _version, ...input } = fields;
  return { operation: String(action), input: translate(input) };
}

function plant(target: JsonObject, [name = "", ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    target[name] = NUMBERS.includes(name) ? Number(value) : value;
    return;
  }
  const existing = target[name];
  const child: JsonObject = isObject(existing) ? existing : {};
  target[name] = child;
  plant(child, rest, value);
}

function translate(fields: JsonObject): JsonObject {
  const input: JsonObject = {};
  for (const [name, value] of Object.entries(fields)) {
    const list = LISTS[name];
    const map = MAPS[name];
    if (list) input[list] = elements(value);
    else if (map) input[map] = Object.fromEntries(elements(value).map(pairOf));
    else if (ENTRIES.test(name))
      input.Entries = elements(value).map((each) => (isObject(each) ? translate(each) : each));
    else input[name] = value;
  }
  return input;
}

/** `{"1": a, "2": b}` as a list. */
function elements(value: Json): Json[] {
  return isObject(value) ? Object.values(value) : [value];
}

function pairOf(entry: Json): [string, Json] {
  const { Name: name, Key: key, Value: value } = isObject(entry) ? entry : {};
  return [String(name ?? key), value ?? ""];
}

/** How the protocol calls one element of a list. */
const ELEMENTS: Readonly<Record<string, string>> = {
  Messages: "Message",
  QueueUrls: "QueueUrl",
  Failed: "BatchResultErrorEntry",
};

export function writeAnswer(operation: string, answer: JsonObject): string {
  const result = Object.entries(answer)
    .map(([name, value]) => element(name, value, operation))
    .join("");
  return `<?xml version="1.0"?><${operation}Response xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${operation}Response>`;
}

export function writeRefusal(code: string, message: string): string {
  return `<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>local</RequestId></ErrorResponse>`;
}

function element(name: string, value: Json, operation: string): string {
  if (Array.isArray(value)) {
    const each = ELEMENTS[name] ?? (name === "Successful" ? `${operation}ResultEntry` : name);
    return value.map((one) => `<${each}>${content(one, operation)}</${each}>`).join("");
  }
  if (isObject(value) && (name === "Attributes" || name === "MessageAttributes")) {
    const tag = name.slice(0, -1);
    return Object.entries(value)
      .map(([key, one]) => `<${tag}><Name>${escapeXml(key)}</Name><Value>${content(one, operation)}</Value></${tag}>`)
      .join("");
  }
  return `<${name}>${content(value, operation)}</${name}>`;
}

function content(value: Json, operation: string): string {
  if (!isObject(value)) return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, each]) => element(name, each, operation))
    .join("");
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
