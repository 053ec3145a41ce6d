import { setTimeout as sleep } from "node:timers/promises";
import {
  type CustomerActions,
  type GroundTruth,
  type NetworkSimulator,
  noTrouble,
  type SimulatedChannel,
  type SimulatorOptions,
  type TroubleSwitches,
} from "#lib/networks/simulator.ts";
import { LaptopError } from "../laptop-error.ts";
import { type Action, Journal, type Operation } from "./journal.ts";
import { type Sight, Surroundings } from "./surroundings.ts";
import type { WebhookSender } from "./webhook-sender.ts";

export interface RememberingOptions extends Pick<SimulatorOptions, "now" | "random" | "fetchMedia"> {
  readonly create: (options: SimulatorOptions) => NetworkSimulator;
  readonly channel: SimulatedChannel;
  /** Where the journal lies. */
  readonly folder: string;
  readonly sender: WebhookSender;
}

/** The journal was written by simulators that behave differently from these. */
export class HistoryMismatchError extends LaptopError {
  override name = "HistoryMismatchError";
}

type Outcome =
  | { readonly word: string; readonly response: Response }
  | { readonly word: string; readonly messageRemoteId: string }
  | { readonly word: string; readonly error: unknown };

/**
 * A simulated network that outlives its process. A simulator is a function of what is done to it and of its
 * surroundings, so both are kept in a journal, and a new process does everything once more before it opens its doors.
 * For that, operations run one after the other.
 */
export class RememberingSimulator implements NetworkSimulator {
  readonly network: string;
  readonly origins: readonly string[];
  readonly owns: ((request: Request) => boolean) | undefined;
  readonly trouble: TroubleSwitches;
  readonly truth: GroundTruth;
  readonly customer: CustomerActions;
  readonly #inner: NetworkSimulator;
  readonly #journal: Journal;
  readonly #surroundings: Surroundings;
  readonly #sender: WebhookSender;
  #isPast = true;
  #lastTurn: Promise<unknown> = Promise.resolve();

  /** @throws HistoryMismatchError */
  static async open(network: string, options: RememberingOptions): Promise<RememberingSimulator> {
    const opened = new RememberingSimulator(network, options);
    await opened.#relive();
    return opened;
  }

  private constructor(network: string, { create, channel, folder, sender, ...world }: RememberingOptions) {
    this.#sender = sender;
    this.#journal = new Journal(folder, network);
    this.#surroundings = new Surroundings(this.#journal, {
      ...world,
      deliver: (delivery) => void (this.#isPast || sender.send(network, delivery)),
    });
    this.#inner = create({ ...this.#surroundings.options, channel });
    const { origins, owns, truth, trouble } = this.#inner;
    this.network = network;
    this.origins = origins;
    this.owns = owns?.bind(this.#inner);
    this.truth = truth;
    this.trouble = withOwnSlowness(trouble);
    this.customer = {
      comment: (write) => this.#write({ kind: "comment", ...write }),
      mention: (write) => this.#write({ kind: "mention", ...write }),
      direct: (write) => this.#write({ kind: "direct", ...write }),
    };
  }

  async handle(request: Request): Promise<Response> {
    // Slow requests wait side by side, not in line.
    if (this.trouble.slowMs > 0) await sleep(this.trouble.slowMs);
    const { method, url, headers } = request;
    const bytes = new Uint8Array(await request.arrayBuffer());
    const body = bytes.length > 0 ? this.#journal.keep(bytes) : undefined;
    const { outcome } = await this.#do({ kind: "request", method, url, headers: Object.fromEntries(headers), body });
    if ("response" in outcome) return outcome.response;
    throw "error" in outcome ? outcome.error : new Error("a request makes no message");
  }

  async #write(action: Exclude<Action, { kind: "request" }>): Promise<string> {
    const { outcome, told } = await this.#do(action);
    await told;
    if ("messageRemoteId" in outcome) return outcome.messageRemoteId;
    throw "error" in outcome ? outcome.error : new Error("a customer's message has no response");
  }

  /** `told` resolves when each webhook of the operation has been tried once. */
  async #do(action: Action): Promise<{ readonly outcome: Outcome; readonly told: Promise<void> }> {
    const turn = this.#lastTurn.then(() => this.#doAndRecord(action));
    this.#lastTurn = turn.catch(() => {});
    return await turn;
  }

  async #doAndRecord(action: Action): Promise<{ readonly outcome: Outcome; readonly told: Promise<void> }> {
    const trouble = switchedOn(this.#inner.trouble);
    const { result: outcome, sight } = await this.#surroundings.present(() => this.#carryOut(action));
    if (isMereReading(action, sight)) return { outcome, told: Promise.resolve() };
    const { seed, fetched } = sight;
    const at = sight.at.getTime();
    const operation = this.#journal.append({ at, seed, trouble, action, fetched, outcome: outcome.word });
    return { outcome, told: this.#tell(operation, sight.deliveries) };
  }

  async #carryOut(action: Action): Promise<Outcome> {
    try {
      if (action.kind === "request") {
        const response = await this.#inner.handle(this.#toRequest(action));
        return { word: String(response.status), response };
      }
      // Only a comment looks at the post.
      const { kind, ...write } = action;
      const messageRemoteId = await this.#inner.customer[kind]({ postRemoteId: "", ...write });
      return { word: messageRemoteId, messageRemoteId };
    } catch (error) {
      return { word: error instanceof Error ? error.name : "error", error };
    }
  }

  #toRequest({ method, url, headers, body }: Extract<Action, { kind: "request" }>): Request {
    return new Request(url, { method, headers, body: body === undefined ? undefined : this.#journal.kept(body) });
  }

  async #tell(operation: number, deliveries: Sight["deliveries"], isTaken = (_: number) => false): Promise<void> {
    for (const [index, delivery] of deliveries.entries()) {
      if (isTaken(index)) continue;
      await this.#sender.send(this.network, delivery, () => this.#journal.appendTaken(operation, index));
    }
  }

  /** Does everything once more, and tells again what our address never took. */
  async #relive(): Promise<void> {
    const { operations, isTaken } = this.#journal.read();
    const untold: (() => Promise<void>)[] = [];
    for (const [number, operation] of operations.entries()) {
      const { deliveries } = await this.#repeat(operation);
      untold.push(() => this.#tell(number, deliveries, (index) => isTaken(number, index)));
    }
    this.#isPast = false;
    Object.assign(this.#inner.trouble, noTrouble());
    for (const tell of untold) void tell();
  }

  async #repeat({ at, seed, trouble, action, fetched, outcome }: Operation): Promise<Sight> {
    Object.assign(this.#inner.trouble, noTrouble(), trouble);
    const then = { at: new Date(at), seed, fetched };
    const { result, sight } = await this.#surroundings.past(then, () => this.#carryOut(action));
    if (result.word === outcome) return sight;
    throw new HistoryMismatchError(
      `the history of the simulated ${this.network} was written by another version of it: start over with --fresh`,
    );
  }
}

/** What only reads, without chance, leaves nothing behind that is worth keeping. */
function isMereReading(action: Action, { hasDrawn, deliveries }: Sight): boolean {
  return action.kind === "request" && action.method === "GET" && !hasDrawn && deliveries.length === 0;
}

function switchedOn(trouble: TroubleSwitches): Record<string, number> {
  return Object.fromEntries(Object.entries(trouble).filter(([, count]) => count > 0));
}

/** The same switches, but the simulator itself is never slow. */
function withOwnSlowness(trouble: TroubleSwitches): TroubleSwitches {
  let slowMs = 0;
  return new Proxy(trouble, {
    get: (target, name) => (name === "slowMs" ? slowMs : Reflect.get(target, name)),
    set(target, name, value) {
      if (name !== "slowMs") return Reflect.set(target, name, value);
      slowMs = Number(value);
      return true;
    },
  });
}
