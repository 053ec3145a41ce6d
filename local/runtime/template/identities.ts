import { createHash } from "node:crypto";
import type { Json } from "../json.ts";

export const ACCOUNT = "000000000000";

/** What `Ref` and `Fn::GetAtt` of a resource answer. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Unidentified {
  readonly stack: string;
  readonly logicalId: string;
  readonly region: string;
  /** Where all AWS services are, for example `http://127.0.0.1:4580`. */
  readonly endpoint: string;
  /** One property of the resource, resolved. */
  readonly property: (name: string) => Json | undefined;
  /** Where the function URL of this logical id listens. */
  readonly urlOrigin: string;
}

/** The resource types that really run here, each with the names that AWS would give. */
export const identities: Readonly<Record<string, (resource: Unidentified) => Identity>> = {
  "AWS::S3::Bucket": (resource) => {
    const name = nameOf(resource, "BucketName", { longest: 63 }).toLowerCase();
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` } };
  },
  "AWS::DynamoDB::Table": (resource) => {
    const name = nameOf(resource, "TableName", { longest: 255 });
    return { ref: name, attributes: { Arn: arnOf(resource, "dynamodb", `table/${name}`) } };
  },
  "AWS::SQS::Queue": (resource) => {
    const suffix = resource.property("FifoQueue") === true ? ".fifo" : "";
    const name = nameOf(resource, "QueueName", { longest: 80, suffix });
    const url = `${resource.endpoint}/${ACCOUNT}/${name}`;
    return { ref: url, attributes: { Arn: arnOf(resource, "sqs", name), QueueName: name, QueueUrl: url } };
  },
  "AWS::Lambda::Function": (resource) => {
    const name = nameOf(resource, "FunctionName", { longest: 64 });
    return { ref: name, attributes: { Arn: arnOf(resource, "lambda", `function:${name}`) } };
  },
  "AWS::Lambda::Url": (resource) => {
    const arn = String(resource.property("TargetFunctionArn"));
    return { ref: arn, attributes: { FunctionArn: arn, FunctionUrl: `${resource.urlOrigin}/` } };
  },
  "AWS::Lambda::EventSourceMapping": (resource) => ({ ref: nameOf(resource, "", {}), attributes: {} }),
  "AWS::Events::EventBus": (resource) => {
    const name = nameOf(resource, "Name", { longest: 256 });
    return { ref: name, attributes: { Name: name, Arn: arnOf(resource, "events", `event-bus/${name}`) } };
  },
  "AWS::Events::Rule": (resource) => {
    const name = nameOf(resource, "Name", { longest: 64 });
    return { ref: name, attributes: { Arn: arnOf(resource, "events", `rule/${name}`) } };
  },
  "AWS::SSM::Parameter": (resource) => {
    const name = nameOf(resource, "Name", { longest: 1011 });
    return { ref: name, attributes: { Type: "String", Value: String(resource.property("Value")) } };
  },
};

/** A resource that does nothing here still has a name and something like an ARN for others to mention. */
export function harmlessIdentity(resource: Unidentified, type: string): Identity {
  const [, service = "aws", kind = "resource"] = type.toLowerCase().split("::");
  const name = nameOf(resource, "", {});
  const arn = arnOf(resource, service, `${kind}/${name}`);
  return { ref: service === "sns" ? arn : name, attributes: { Arn: arn, TopicArn: arn } };
}

/** The name given in the template, or one that is the same at every start, so that data on disk is found again. */
function nameOf(resource: Unidentified, property: string, { longest = 255, suffix = "" }): string {
  const given = property ? resource.property(property) : undefined;
  if (typeof given === "string") return given;
  const whole = `${resource.stack}-${resource.logicalId}`;
  if (whole.length + suffix.length <= longest) return whole + suffix;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  return `${whole.slice(0, longest - suffix.length - hash.length - 1)}-${hash}${suffix}`;
}

function arnOf({ region }: Unidentified, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
}
