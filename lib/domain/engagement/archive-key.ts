/** Where the deliveries of one network and day (UTC) lie in the archive: `webhooks/<network>/<yyyy>/<mm>/<dd>/`. */
export function archiveFolder(network: string, day: Date): string {
  return `webhooks/${network}/${day.toISOString().slice(0, 10).replaceAll("-", "/")}/`;
}
