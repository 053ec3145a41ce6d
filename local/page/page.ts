import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { NetworkSimulator } from "#lib/networks/simulator.ts";
import { type LocalServer, listen } from "#local/listen.ts";
import type { SimulatedCompany } from "#local/networks/sample-company.ts";
import { type Answer, jsonAnswer, SECURITY_HEADERS } from "./answer.ts";
import { customerWrites } from "./customer-writes.ts";
import { readJson, requireOwnHost, requireOwnOrigin } from "./guards.ts";
import { serveMedia } from "./media.ts";
import { PageError } from "./page-error.ts";
import { timelineOf } from "./timelines.ts";

export interface PageOptions {
  /** 0 for any free one. */
  readonly port: number;
  readonly company: SimulatedCompany;
  readonly simulators: readonly NetworkSimulator[];
  /** Told of what should never happen. */
  readonly report?: (error: unknown) => void;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

const STYLES = ["page.css", "cards.css", "talking.css", "networks.css"];
const SITE_FILES = ["index.html", "favicon.svg", "page.js", "cards.js", "drawing.js", ...STYLES];

/** Starts the page "what followers see", on this machine only. */
export async function startPage(options: PageOptions): Promise<LocalServer> {
  const { report = console.error } = options;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, options)
      .catch((error: unknown) => explain(error, report))
      .then((found) => send(found, outgoing))
      .catch(report);
  });
  return await listen(server, { port: options.port, purpose: "the page" });
}

async function answer(incoming: IncomingMessage, options: PageOptions): Promise<Answer> {
  requireOwnHost(incoming);
  const path = URL.parse(incoming.url ?? "/", "http://127.0.0.1")?.pathname ?? "/";
  if (incoming.method === "POST") return await write(path, incoming, options);
  if (incoming.method !== "GET" && incoming.method !== "HEAD") throw new PageError(405, "only GET, HEAD and POST");
  if (path === "/timelines.json") return jsonAnswer(200, timelines(options));
  if (path.startsWith("/media/")) return serveMedia(path.slice(7), incoming.headers.range, options.simulators);
  return await serveSite(path);
}

async function write(path: string, incoming: IncomingMessage, { simulators }: PageOptions): Promise<Answer> {
  const customerWrite = customerWrites[path];
  if (!customerWrite) throw new PageError(404, "there is nothing here");
  requireOwnOrigin(incoming);
  const id = await customerWrite(await readJson(incoming), simulators);
  return jsonAnswer(201, { id });
}

function timelines({ company, simulators }: PageOptions) {
  const networks = simulators.flatMap((simulator) => {
    const channel = company.channels.find(({ channel: { network } }) => network === simulator.network);
    return channel ? [timelineOf(simulator, channel)] : [];
  });
  return { company: company.displayName, networks };
}

async function serveSite(path: string): Promise<Answer> {
  const file = SITE_FILES.find((name) => path === `/${name}` || (path === "/" && name === "index.html"));
  if (!file) throw new PageError(404, "there is nothing here");
  const contentType = CONTENT_TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const body = await readFile(new URL(`site/${file}`, import.meta.url));
  return { status: 200, headers: { "content-type": contentType, "cache-control": "no-cache" }, body };
}

function explain(error: unknown, report: (error: unknown) => void): Answer {
  if (error instanceof PageError) return jsonAnswer(error.status, { problem: error.message });
  if (error instanceof URIError) return jsonAnswer(400, { problem: "that is not an address" });
  report(error);
  return jsonAnswer(500, { problem: "something broke; the terminal tells what" });
}

function send({ status, headers, body }: Answer, outgoing: ServerResponse): void {
  outgoing.writeHead(status, { ...SECURITY_HEADERS, ...headers });
  outgoing.end(body);
}
