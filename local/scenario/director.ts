import * as z from "zod";
import type { ReplyQueue } from "#lib/app/engagement/ports.ts";
import { engagementEvents } from "#lib/domain/engagement/events.ts";
import { SnapshotsStored } from "#lib/domain/measurement/events.ts";
import { findNetwork } from "#lib/networks/registry.ts";
import type { NetworkSimulator } from "#lib/networks/simulator.ts";
import { answer } from "./agent.ts";
import { customersWrite } from "./customers.ts";

/** What the sample day needs of the world. */
export interface Cast {
  readonly simulators: readonly NetworkSimulator[];
  readonly replyQueue: ReplyQueue;
  /** Has the numbers collected now, instead of at the next hour. */
  readonly collectNumbers: () => Promise<void>;
  readonly report: (error: unknown) => void;
}

/** What the calendar leads to. */
export interface WantedCounts {
  readonly publications: number;
  /** Of these, those that do not stand below another: networks tell numbers of them alone. */
  readonly posts: number;
}

/** Of every publication that comes to an end. */
const Ended = z.object({ publicationId: z.string(), network: z.string(), remoteId: z.string().optional() });
const ENDINGS = ["PublicationPublished", "PublicationFailed", "PublicationMissed", "PublicationCancelled"];

/**
 * Lets the sample day happen: as soon as a network shows a first post, its customers write; an agent answers; when all
 * posts are out, their numbers are collected.
 */
export class Director {
  readonly #cast: Cast;
  /** The networks that tell what customers write. */
  readonly #heard: readonly NetworkSimulator[];
  readonly #wanted: WantedCounts;
  readonly #ended = new Set<string>();
  readonly #wroteAt = new Set<string>();
  readonly #routed = new Set<string>();
  readonly #answers = new Set<string>();
  #expectedAnswers = 0;
  #written = 0;
  #writing = 0;
  #isCollecting = false;
  #snapshotCount = 0;
  /** Of these, after all posts were out. */
  #collectedCount = 0;
  readonly #over = Promise.withResolvers<void>();

  constructor(cast: Cast, wanted: WantedCounts) {
    this.#cast = cast;
    this.#heard = cast.simulators.filter(({ network }) => findNetwork(network)?.webhook);
    this.#wanted = wanted;
  }

  /** Resolves when everything planned has happened. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  get counts() {
    return { routed: this.#routed.size, snapshots: this.#snapshotCount };
  }

  /** To be told of every event on the bus. */
  onEvent(type: string, detail: unknown): void {
    if (ENDINGS.includes(type)) this.#onEnding(Ended.parse(detail), type);
    if (type === "MessageRouted") this.#onRouted(engagementEvents.MessageRouted.parse(detail));
    if (type === "ReplySent") this.#answers.add(engagementEvents.ReplySent.parse(detail).replyId);
    if (type === "ReplyFailed") this.#answers.add(engagementEvents.ReplyFailed.parse(detail).replyId ?? "");
    if (type === "SnapshotsStored") this.#onSnapshots(SnapshotsStored.parse(detail));
    this.#look();
  }

  #onEnding({ publicationId, network, remoteId }: z.output<typeof Ended>, type: string): void {
    this.#ended.add(publicationId);
    const simulator = this.#heard.find((each) => each.network === network);
    if (type !== "PublicationPublished" || remoteId === undefined || !simulator || this.#wroteAt.has(network)) return;
    this.#wroteAt.add(network);
    this.#writing += 1;
    this.#soon(async () => {
      this.#written += await customersWrite(simulator, remoteId);
      this.#writing -= 1;
      this.#look();
    });
  }

  #onRouted(message: z.output<(typeof engagementEvents)["MessageRouted"]>): void {
    if (this.#routed.has(message.messageId)) return;
    this.#routed.add(message.messageId);
    this.#soon(async () => {
      if (await answer(message, this.#cast.replyQueue)) this.#expectedAnswers += 1;
    });
  }

  #onSnapshots({ subjectCount }: SnapshotsStored): void {
    this.#snapshotCount += subjectCount;
    if (this.#isCollecting) this.#collectedCount += subjectCount;
  }

  #look(): void {
    const allEnded = this.#ended.size >= this.#wanted.publications;
    if (allEnded && !this.#isCollecting) {
      this.#isCollecting = true;
      this.#soon(this.#cast.collectNumbers);
    }
    const allWritten = this.#writing === 0 && this.#wroteAt.size === this.#heard.length;
    const allRouted = allWritten && this.#routed.size >= this.#written;
    const allAnswered = this.#answers.size >= this.#expectedAnswers && this.#expectedAnswers > 0;
    const subjects = this.#wanted.posts + this.#cast.simulators.length;
    if (allEnded && allRouted && allAnswered && this.#collectedCount >= subjects) this.#over.resolve();
  }

  #soon(work: () => Promise<void>): void {
    work().catch(this.#cast.report);
  }
}
