import { NotEmulatedError } from "#local/laptop-error.ts";
import type { QueueClient } from "../emulators/queue-client.ts";
import type { EventBridgeEvent } from "../events/event-bus.ts";
import type { AsyncInvoker } from "../functions/async-invoker.ts";
import type { LambdaFunction } from "../functions/lambda-function.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { RequestCounter } from "../request-counts.ts";
import type { Resource } from "../template/deployment.ts";
import type { DeployedFunction } from "./functions.ts";
import { inputOf, type Target } from "./rules.ts";

export interface TargetServices {
  readonly resources: readonly Resource[];
  readonly functions: readonly DeployedFunction[];
  readonly queues: QueueClient;
  readonly invoker: AsyncInvoker<LambdaFunction>;
  readonly counter: RequestCounter;
}

/**
 * How events get to a target of a rule.
 *
 * @throws NotEmulatedError when it is neither a queue nor a function of the template
 */
export function deliveryTo(target: Target, services: TargetServices): (event: EventBridgeEvent) => Promise<void> {
  const queue = services.resources.find(
    ({ type, attributes }) => type === "AWS::SQS::Queue" && attributes.Arn === target.Arn,
  );
  if (queue) {
    const group = target.SqsParameters?.MessageGroupId;
    return (event) =>
      send(services, queue, {
        MessageBody: JSON.stringify(inputOf(target, event)),
        ...(group ? { MessageGroupId: group, MessageDeduplicationId: event.id } : {}),
      });
  }
  const deployed = services.functions.find(({ resource }) => resource.attributes.Arn === target.Arn);
  if (!deployed)
    throw new NotEmulatedError(`A rule's target ${target.Arn} is neither a queue nor a function of the template.`);
  return async (event) => {
    const input = inputOf(target, event);
    services.invoker.invoke(deployed.fn, input, () => bury(services, deployed, input));
  };
}

async function send({ queues, counter }: TargetServices, { ref }: Resource, message: JsonObject): Promise<void> {
  counter.count("rule", "SendMessage");
  await queues.call("SendMessage", { QueueUrl: ref, ...message });
}

/** Puts an event that the function failed to take into the function's own dead-letter queue, where it has one. */
async function bury(services: TargetServices, { resource }: DeployedFunction, input: Json): Promise<void> {
  const { DeadLetterConfig: config } = resource.properties;
  const queue = services.resources.find(({ attributes }) => isObject(config) && attributes.Arn === config.TargetArn);
  if (queue) await send(services, queue, { MessageBody: JSON.stringify(input) });
}
