import { LaptopError, NotEmulatedError } from "#local/laptop-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { JsonRecord } from "../json.ts";
import type { Assembly, Stack, TemplateResource } from "./assembly.ts";
import { isHarmless } from "./harmless.ts";
import { ACCOUNT, harmlessIdentity, type Identity, identities } from "./identities.ts";
import type { Scope } from "./intrinsics.ts";
import { resolve } from "./resolve.ts";

export interface Surroundings {
  readonly region: string;
  readonly endpoint: string;
  /** Where the function URL of a logical id listens. */
  readonly urlOrigin: (logicalId: string) => string;
}

/** A resource with its names, and its properties without any template function left in them. */
export interface Resource extends Identity {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

export interface Deployment {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * The template as CloudFormation would have deployed it, on this machine.
 *
 * @throws NotEmulatedError for a resource type that neither runs here nor is known to be harmless
 */
export function resolveAssembly({ stacks }: Assembly, surroundings: Surroundings): Deployment {
  const importValue = (name: string) => {
    for (const stack of stacks) {
      const scope = scopeOf(stack, surroundings, importValue);
      for (const { Export, Value } of Object.values(stack.template.Outputs)) {
        if (Export && resolve(Export.Name, scope) === name) return resolve(Value, scope);
      }
    }
    throw new LaptopError(`No stack exports ${name}, which another one imports.`);
  };
  const scopes = stacks.map((stack) => ({ stack, scope: scopeOf(stack, surroundings, importValue) }));
  return {
    resources: scopes.flatMap(({ stack, scope }) => resourcesOf(stack, scope, surroundings)),
    outputs: Object.fromEntries(scopes.flatMap(({ stack, scope }) => outputsOf(stack, scope))),
  };
}

function resourcesOf(stack: Stack, scope: Scope, surroundings: Surroundings): Resource[] {
  return Object.entries(stack.template.Resources)
    .filter(([, { Condition }]) => !Condition || scope.condition(Condition))
    .map(([logicalId, resource]) => ({
      ...identify(stack, logicalId, { resource, scope, surroundings }),
      stack: stack.name,
      logicalId,
      type: resource.Type,
      properties: JsonRecord.parse(isHarmless(resource.Type) ? {} : resolve(resource.Properties, scope)),
    }));
}

function outputsOf(stack: Stack, scope: Scope): [string, string][] {
  return Object.entries(stack.template.Outputs)
    .filter(([, { Condition }]) => !Condition || scope.condition(Condition))
    .map(([name, { Value }]) => [name, String(resolve(Value, scope))]);
}

interface Whereabouts {
  readonly resource: TemplateResource;
  readonly scope: Scope;
  readonly surroundings: Surroundings;
}

function identify(stack: Stack, logicalId: string, { resource, scope, surroundings }: Whereabouts): Identity {
  const known = identities[resource.Type];
  const unidentified = {
    ...surroundings,
    stack: stack.name,
    logicalId,
    urlOrigin: resource.Type === "AWS::Lambda::Url" ? surroundings.urlOrigin(logicalId) : "",
    property: (name: string) => {
      const value = resource.Properties[name];
      return value === undefined ? undefined : resolve(value, scope);
    },
  };
  if (known) return known(unidentified);
  if (isHarmless(resource.Type)) return harmlessIdentity(unidentified, resource.Type);
  throw new NotEmulatedError(
    `${logicalId} is a ${resource.Type}, which the laptop does not emulate. Teach local/runtime/template/ about it: ` +
      "identities.ts if it must run, harmless.ts if it may be ignored.",
  );
}

function scopeOf(stack: Stack, surroundings: Surroundings, importValue: Scope["importValue"]): Scope {
  const { template, name: stackName } = stack;
  const pseudo: Readonly<Record<string, Json | undefined>> = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": surroundings.region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stackName,
    "AWS::StackId": `arn:aws:cloudformation:${surroundings.region}:${ACCOUNT}:stack/${stackName}/local`,
    "AWS::NotificationARNs": [],
    "AWS::NoValue": undefined,
  };
  const identityOf = (logicalId: string) => {
    const resource = template.Resources[logicalId];
    if (!resource) throw new LaptopError(`The template of ${stackName} mentions ${logicalId}, which it does not hold.`);
    return identify(stack, logicalId, { resource, scope, surroundings });
  };
  const scope: Scope = {
    importValue,
    ref: (name) => {
      if (name in pseudo) return pseudo[name];
      const parameter = template.Parameters[name];
      return parameter ? parameter.Default : identityOf(name).ref;
    },
    attribute: (logicalId, name) => {
      const value = identityOf(logicalId).attributes[name];
      if (value === undefined) throw new NotEmulatedError(`The attribute ${name} of ${logicalId} is not emulated.`);
      return value;
    },
    condition: (name) => resolve(template.Conditions[name] ?? false, scope) === true,
    mapping: (map, key, name) => {
      const value = JsonRecord.parse(JsonRecord.parse(template.Mappings[map] ?? {})[key] ?? {})[name];
      if (value === undefined) throw new LaptopError(`The mapping ${map} holds no ${key}.${name}.`);
      return value;
    },
  };
  return scope;
}
