import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildFunctions } from "../build.ts";

const ROOT = join(import.meta.dirname, "..");

/** What the template is made from. */
const SOURCES = ["infra/**/*.ts", "dist/**/*.mjs", "cdk.json", "package-lock.json"];

/**
 * Bundles the functions and synthesises the CDK app, as `cdk deploy` would, into `folder`. When nothing that goes into
 * it has changed, the one that is there is taken.
 *
 * @returns the folder of the cloud assembly.
 */
export async function assemble(folder: string): Promise<string> {
  await buildFunctions();
  const assembly = join(folder, "cdk.out");
  const fingerprint = join(assembly, "sources.sha256");
  const sources = hashOfSources();
  if (existsSync(fingerprint) && readFileSync(fingerprint, "utf8") === sources) return assembly;
  // The template is validated where it is deployed and tested; here that would double the time to start.
  const env = { ...process.env, CDK_OUTDIR: assembly, CDK_VALIDATION: "false" };
  await promisify(execFile)(process.execPath, [join(ROOT, "infra/app.ts")], { cwd: ROOT, env });
  writeFileSync(fingerprint, sources);
  return assembly;
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).toSorted()) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(ROOT, file)))
      .update("\0");
  }
  return hash.digest("hex");
}
