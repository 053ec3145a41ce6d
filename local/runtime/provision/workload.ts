import { LaptopError } from "#local/laptop-error.ts";
import type { Chaos } from "../chaos.ts";
import type { QueueClient } from "../emulators/queue-client.ts";
import type { EventBridgeEvent, EventBus } from "../events/event-bus.ts";
import { type Schedule, Schedules } from "../events/schedules.ts";
import { AsyncInvoker } from "../functions/async-invoker.ts";
import { EventSourceMapping } from "../functions/event-source-mapping.ts";
import { LambdaFunction } from "../functions/lambda-function.ts";
import type { RequestCounter } from "../request-counts.ts";
import type { Resource } from "../template/deployment.ts";
import { type DeployedFunction, type FunctionSurroundings, functionSettings } from "./functions.ts";
import { mappingPlan } from "./mappings.ts";
import { type RulePlan, rulePlan } from "./rules.ts";
import { deliveryTo } from "./targets.ts";

export interface WorkloadOptions extends FunctionSurroundings {
  readonly bus: EventBus;
  readonly queues: QueueClient;
  readonly counter: RequestCounter;
  readonly chaos: Chaos;
  readonly longestWindowSeconds: number;
  readonly firstScheduleAfterMs: number;
}

/** How long running invocations may go on when the laptop stops. */
const GRACE_MS = 2_000;

/** The functions of the template, and all that starts them: queues, rules and schedules. */
export class Workload {
  readonly #resources: readonly Resource[];
  readonly #options: WorkloadOptions;
  readonly #functions: readonly DeployedFunction[];
  readonly #mappings: readonly EventSourceMapping[];
  readonly #scheduled: readonly Schedule[];
  readonly #schedules = new Schedules();
  readonly #invoker: AsyncInvoker<LambdaFunction>;

  constructor(resources: readonly Resource[], options: WorkloadOptions) {
    this.#resources = resources;
    this.#options = options;
    this.#invoker = new AsyncInvoker((fn, error) => this.#report(fn.settings, error));
    this.#functions = this.#ofType("AWS::Lambda::Function").map((resource) => ({
      resource,
      fn: new LambdaFunction(functionSettings(resource, options), options),
    }));
    this.#mappings = this.#ofType("AWS::Lambda::EventSourceMapping").flatMap((resource) => this.#mapping(resource));
    const rules = this.#ofType("AWS::Events::Rule").flatMap((resource) => rulePlan(resource) ?? []);
    for (const rule of rules) this.#follow(rule);
    this.#scheduled = rules.flatMap((rule) => this.#schedule(rule));
  }

  /** @param name logical id, name or ARN */
  fn(name: string): LambdaFunction {
    const found = this.#functions.find(({ resource: { logicalId, properties }, fn: { settings } }) =>
      [logicalId, properties.Description, settings.name, settings.arn].includes(name),
    );
    if (!found) throw new LaptopError(`The template holds no function ${name}.`);
    return found.fn;
  }

  start(): void {
    for (const mapping of this.#mappings) mapping.start();
    for (const schedule of this.#scheduled) this.#schedules.start(schedule, this.#options.firstScheduleAfterMs);
  }

  async stop(): Promise<void> {
    this.#schedules.stop();
    this.#invoker.stop();
    for (const mapping of this.#mappings) mapping.stop();
    await Promise.all(this.#functions.map(({ fn }) => fn.stop(GRACE_MS)));
  }

  /** Settles when no mapping polls any more, which takes SQS to be stopped. */
  async ended(): Promise<void> {
    await Promise.all(this.#mappings.map((mapping) => mapping.ended()));
  }

  #ofType(type: string): Resource[] {
    return this.#resources.filter((resource) => resource.type === type);
  }

  #mapping(resource: Resource): EventSourceMapping[] {
    const { functionName, isEnabled, settings } = mappingPlan(resource, this.#ofType("AWS::SQS::Queue"), this.#options);
    if (!isEnabled) return [];
    const { queues, counter, chaos } = this.#options;
    const onFailure = (fn: LambdaFunction, error: unknown) => this.#report(fn.settings, error);
    return [new EventSourceMapping(settings, { fn: this.fn(functionName), queues, counter, chaos, onFailure })];
  }

  #follow(rule: RulePlan): void {
    const { matches, bus } = rule;
    if (matches) this.#options.bus.addRule({ bus, matches, deliver: this.#deliver(rule) });
  }

  #deliver({ targets }: RulePlan) {
    const services = {
      ...this.#options,
      resources: this.#resources,
      functions: this.#functions,
      invoker: this.#invoker,
    };
    const deliveries = targets.map((target) => deliveryTo(target, services));
    return async (event: EventBridgeEvent) => {
      await Promise.all(deliveries.map((deliver) => deliver(event)));
    };
  }

  #schedule(rule: RulePlan): Schedule[] {
    const { schedule: expression, arn, logicalId } = rule;
    if (!expression) return [];
    const deliver = this.#deliver(rule);
    const fail = (error: unknown) => this.#report({ logicalId, name: logicalId }, error);
    return [{ expression, run: (at) => void deliver(this.#options.bus.scheduledEvent(arn, at)).catch(fail) }];
  }

  /** Told as Lambda's own log would: the function may have had no chance to say anything. */
  #report({ logicalId, name }: { readonly logicalId: string; readonly name: string }, error: unknown): void {
    const { name: type, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    const record = {
      level: "ERROR",
      message: "an invocation failed",
      function: name,
      errorType: type,
      errorMessage: message,
    };
    this.#options.onLog({ logicalId, stream: "stderr", level: "ERROR", text: `${name}: ${message}`, record });
  }
}
