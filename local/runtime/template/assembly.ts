import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { LaptopError } from "#local/laptop-error.ts";
import { type Json, JsonRecord, JsonValue } from "../json.ts";

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({ templateFile: z.string().optional(), file: z.string().optional(), stackName: z.string().optional() })
        .optional(),
    }),
  ),
});

const Resource = z.object({
  Type: z.string(),
  Properties: JsonRecord.default({}),
  Condition: z.string().optional(),
});

const Template = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: JsonValue.optional() })).default({}),
  Mappings: z.record(z.string(), JsonValue).default({}),
  Conditions: z.record(z.string(), JsonValue).default({}),
  Resources: z.record(z.string(), Resource).default({}),
  Outputs: z
    .record(
      z.string(),
      z.object({
        Value: JsonValue,
        Condition: z.string().optional(),
        Export: z.object({ Name: JsonValue }).optional(),
      }),
    )
    .default({}),
});

const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export type Template = z.output<typeof Template>;
export type TemplateResource = z.output<typeof Resource>;

export interface Stack {
  readonly name: string;
  readonly template: Template;
}

/** What `cdk synth` wrote: its stacks, and the folder of each asset by the key that the template gives it. */
export interface Assembly {
  readonly stacks: readonly Stack[];
  readonly assets: ReadonlyMap<string, string>;
}

/** @param folder usually `cdk.out` */
export async function readAssembly(folder: string): Promise<Assembly> {
  const { artifacts } = Manifest.parse(await readJson(join(folder, "manifest.json")));
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  for (const [id, { type, properties }] of Object.entries(artifacts)) {
    if (type === "aws:cloudformation:stack" && properties?.templateFile) {
      const template = Template.parse(await readJson(join(folder, properties.templateFile)));
      stacks.push({ name: properties.stackName ?? id, template });
    }
    if (type === "cdk:asset-manifest" && properties?.file) {
      for (const [key, path] of await readAssets(folder, properties.file)) assets.set(key, path);
    }
  }
  return { stacks, assets };
}

async function readAssets(folder: string, file: string): Promise<[string, string][]> {
  const { files } = Assets.parse(await readJson(join(folder, file)));
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).flatMap(({ objectKey }): [string, string][] =>
      source.path ? [[objectKey, join(folder, source.path)]] : [],
    ),
  );
}

async function readJson(path: string): Promise<Json> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new LaptopError(`Cannot read ${path}. Synthesise the stack first: npm run synth`, { cause });
  }
}
