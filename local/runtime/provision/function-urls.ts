import { listen } from "#local/listen.ts";
import { createFunctionUrl } from "../functions/function-url.ts";
import type { LambdaFunction } from "../functions/lambda-function.ts";
import type { Assembly } from "../template/assembly.ts";
import type { Resource } from "../template/deployment.ts";

const TYPE = "AWS::Lambda::Url";

export interface FunctionUrls {
  originOf(logicalId: string): string;
  /** Tells each address which function it is for, once the template is resolved. */
  connect(resources: readonly Resource[]): void;
  stop(): Promise<void>;
}

/** Opens a port for each function URL of the template: its address must be known before anything is resolved. */
export async function openFunctionUrls(
  { stacks }: Assembly,
  firstPort: number,
  fnOf: (arn: string) => LambdaFunction | undefined,
): Promise<FunctionUrls> {
  const arns = new Map<string, string>();
  const servers = new Map<string, Awaited<ReturnType<typeof listen>>>();
  const stop = async () => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  };
  const logicalIds = stacks
    .flatMap(({ template }) => Object.entries(template.Resources))
    .filter(([, { Type }]) => Type === TYPE)
    .map(([logicalId]) => logicalId);
  try {
    for (const [index, logicalId] of logicalIds.entries()) {
      const server = createFunctionUrl(() => fnOf(arns.get(logicalId) ?? ""));
      servers.set(logicalId, await listen(server, { port: firstPort && firstPort + index, purpose: "function URL" }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    originOf: (logicalId) => servers.get(logicalId)?.origin ?? "",
    connect: (resources) => {
      for (const { type, logicalId, ref } of resources) if (type === TYPE) arns.set(logicalId, ref);
    },
    stop,
  };
}
