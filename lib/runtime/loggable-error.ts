/** Of many that failed together, a log says of so many what it was: the rest is mostly the same. */
const MOST_CAUSES = 5;

/**
 * What a log may say of an error. A zod error quotes the offending input, which may be a customer's words: only its paths
 * are told. Of an AggregateError, what lies behind it, each thing once and how often.
 */
export function loggableError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: "unknown" };
  if ("issues" in error && Array.isArray(error.issues)) {
    return { name: error.name, paths: error.issues.map((issue) => issue.path?.join(".")) };
  }
  const { name, message, stack } = error;
  return error instanceof AggregateError ? { name, message, causes: causesOf(error) } : { name, message, stack };
}

function causesOf({ errors }: AggregateError): object[] {
  const alike = Map.groupBy(errors, (error) => (error instanceof Error ? `${error.name} ${error.message}` : "unknown"));
  return [...alike.values()].slice(0, MOST_CAUSES).map(([first, ...others]) => {
    return { count: others.length + 1, ...loggableError(first) };
  });
}
