import type * as z from "zod";

/** What every function's environment has besides its own variables is read by Powertools itself. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Reads this function's environment variables.
 *
 * @throws EnvironmentError naming every variable that is missing or malformed, all at once.
 */
export function readEnv<Schema extends z.ZodType>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>> = process.env,
): z.output<Schema> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new EnvironmentError(`the environment of this function is incomplete: ${faults.join("; ")}`);
}
