import { existsSync, globSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { buildFunctions } from "../../build.ts";
import { createApp } from "../../infra/pipeline-app.ts";

export const root = join(import.meta.dirname, "../..");

export interface Resource<Properties = Record<string, unknown>> {
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
  readonly deletionPolicy: string | undefined;
}

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

export interface FunctionProperties {
  /** `<stream>/<name>` */
  readonly Description: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
  readonly Code: { readonly S3Key: string };
  readonly Role: unknown;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly Runtime: string;
  readonly Architectures: readonly string[];
}

export interface Synthesised {
  readonly resources: readonly Resource[];
  readonly outputs: readonly string[];
  /** Folder of the cloud assembly. */
  readonly folder: string;
}

/** Every `<stream>/<name>` of `functions/`. */
export const functionNames = globSync("**/*.ts", { cwd: join(root, "functions") })
  .map((file) => file.replace(/\.ts$/, ""))
  .toSorted();

/** The template that `cdk deploy` would send for this context, from the bundles that it would upload. */
export async function synthesise(context: Readonly<Record<string, string>> = {}): Promise<Synthesised> {
  const isBuilt = functionNames.every((name) => existsSync(join(root, "dist", name, "index.mjs")));
  if (!isBuilt) await buildFunctions();
  const folder = mkdtempSync(join(tmpdir(), "antenne-synth-"));
  // CloudFormation's rules take seconds to load, and template.test.ts holds the template to them.
  vi.stubEnv("CDK_VALIDATION", "false");
  createApp({ context, outdir: folder }).synth();
  vi.unstubAllEnvs();
  const stage = context.stage ?? "dev";
  const template = JSON.parse(readFileSync(join(folder, `antenne-${stage}.template.json`), "utf8"));
  const resources = Object.entries<Record<string, unknown>>(template.Resources).map(([id, resource]) => ({
    id,
    type: resource.Type as string,
    properties: (resource.Properties ?? {}) as Record<string, unknown>,
    deletionPolicy: resource.DeletionPolicy as string | undefined,
  }));
  return { resources, outputs: Object.keys(template.Outputs), folder };
}

export function ofType<Properties = Record<string, unknown>>({ resources }: Synthesised, type: string) {
  return resources.filter((resource) => resource.type === type) as Resource<Properties>[];
}

export const functionsOf = (stack: Synthesised) => ofType<FunctionProperties>(stack, "AWS::Lambda::Function");

/** The statements of the role of one function, its own logs left out. */
export function statementsOf(stack: Synthesised, entry: string): Statement[] {
  const role = functionsOf(stack).find(({ properties }) => properties.Description === entry)?.properties.Role;
  return ofType<{ PolicyDocument: { Statement: Statement[] }; Roles: unknown[] }>(stack, "AWS::IAM::Policy")
    .filter(({ properties }) => properties.Roles.some((each) => render(each) === render(role)))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)
    .filter(({ Action }) => !list(Action).every((action) => action.startsWith("logs:")));
}

export function list<Item>(value: Item | Item[]): Item[] {
  return Array.isArray(value) ? value : [value];
}

/** A value with intrinsic functions as text: a `Ref` or `GetAtt` becomes the logical id of what it points to. */
export function render(value: unknown): string {
  if (typeof value === "string") return value;
  const [[name, argument] = ["", ""]] = Object.entries(value as object);
  if (name === "Ref") return argument;
  if (name === "Fn::GetAtt") return argument[0];
  if (name === "Fn::Join") return argument[1].map(render).join(argument[0]);
  throw new Error(`an intrinsic function that no test knows: ${name}`);
}
