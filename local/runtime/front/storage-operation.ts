/** Which kind of S3 request it is, by what AWS charges for: writes and lists, reads, and deletions, which are free. */
export function storageOperation(method: string): "put" | "get" | "delete" {
  if (method === "DELETE") return "delete";
  return method === "GET" || method === "HEAD" ? "get" : "put";
}
