import { reconnectChannel } from "#lib/app/accounts/reconnect-channel.ts";
import { decideApprovals } from "#lib/app/publishing/approve-publications.ts";
import { publicationPlanner } from "#lib/app/publishing/plan-publications.ts";
import { isAwaitingApproval } from "#lib/domain/publishing/approval.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { withdrawApproval } from "#lib/domain/publishing/transitions/approving.ts";
import { cancel, resolve } from "#lib/domain/publishing/transitions/deciding.ts";
import { BEFORE_SENDING } from "#lib/domain/publishing/transitions/transition.ts";
import type { FaultKind } from "./fault.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { Process, type Surroundings } from "./process.ts";
import { publicationsOf, rowIdOf } from "./rows.ts";
import { type Outside, portsOf } from "./worker-ports.ts";

const MINUTE_MS = 60_000;

/** A person needs this long to see that they are asked; and by then nothing of theirs is on its way any more. */
const LOOKS_AFTER_MS = 10 * MINUTE_MS;

const IS_IT_LIVE: readonly FaultKind[] = ["decides"];
const STILL_WANTED: readonly FaultKind[] = ["decides", "declines"];

/** What was promised to a person: from that instant on. */
export interface Acknowledged {
  readonly publicationId: string;
  readonly at: number;
  /** The edit that counts from then on, with its due instant; undefined: it is cancelled. */
  readonly edit?: { readonly number: number; readonly dueAt: number };
}

/** The people: they edit the calendar, take posts back, and decide what nobody can know. Nothing fails for them. */
export class Operator {
  readonly acknowledged: Acknowledged[] = [];
  readonly #outside: Outside;
  readonly #around: Surroundings;
  readonly #askedSince = new Map<string, number>();
  readonly #reconnecting = new Set<string>();
  readonly #editCounts = new Map<string, number>();

  constructor(outside: Outside, around: Surroundings) {
    this.#outside = outside;
    this.#around = around;
  }

  cancel(publication: Publication): void {
    const { clock, publications } = this.#ports();
    const transition = cancel(publication, "not now", this.#stamp());
    const { publicationId } = publication;
    void publications.apply(publication, transition).then(
      ({ applied }) => {
        if (applied) this.#acknowledge({ publicationId, at: clock.now().getTime() });
      },
      () => {},
    );
  }

  /** Another text in each part of the row, and now and then another time. */
  edit({ publicationId, network }: Publication): void {
    const rowId = rowIdOf(publicationId);
    const post = this.#outside.table.one(rowId);
    const capability = this.#outside.capabilities.get(network);
    if (!post || !capability) return;
    const number = (this.#editCounts.get(rowId) ?? 0) + 1;
    this.#editCounts.set(rowId, number);
    const dueAt = post.dueAt.getTime() + (number % 2 === 0 ? 7 * MINUTE_MS : 0);
    const { lateUpToMs, ifTooLate, needsApproval } = post;
    const policy = { lateness: { lateUpToMs, ifTooLate }, needsApproval };
    const parts = publicationsOf({ publicationId: rowId, capability, dueAt, ...policy }, number);
    const at = this.#outside.now();
    void publicationPlanner(this.#ports())
      .plan(parts, new Date(at))
      .then(
        (results) => {
          for (const [index, part] of parts.entries()) {
            if (results[index]?.outcome !== "changed") continue;
            this.#acknowledge({ publicationId: part.publicationId, at, edit: { number, dueAt } });
          }
        },
        () => {},
      );
  }

  /** Says yes to everything that waits for it, as it is now. */
  approveWaiting(): void {
    const waiting = this.#outside.table
      .all()
      .filter((each) => BEFORE_SENDING.includes(each.state) && isAwaitingApproval(each));
    if (waiting.length > 0) void decideApprovals(waiting, { by: "alice" }, this.#ports()).catch(() => {});
  }

  withdraw(publication: Publication): void {
    void this.#ports()
      .publications.apply(publication, withdrawApproval(publication, this.#stamp()))
      .catch(() => {});
  }

  /** Once a minute: what has waited for a decision long enough may get one. */
  look(faults: FaultPlan): void {
    this.approveWaiting();
    const inReview = this.#outside.table.all().filter(({ state }) => state === "review");
    for (const publication of inReview) {
      const { publicationId } = publication;
      const since = this.#askedSince.get(publicationId) ?? this.#outside.now();
      this.#askedSince.set(publicationId, since);
      const isTime = this.#outside.now() === since + LOOKS_AFTER_MS;
      if (!isTime) continue;
      const isAskedIfWanted = publication.question === "still-wanted";
      const kinds = isAskedIfWanted ? STILL_WANTED : IS_IT_LIVE;
      const fault = faults.at(`person.${publicationId}`, kinds, 10);
      if (fault && isAskedIfWanted) this.#answer(publication, fault.kind === "decides");
      else if (fault) this.#decide(publication);
    }
  }

  /** Once a minute: who was told that a channel needs reconnecting has done so after a while. */
  reconnect(): void {
    const { tokens, now } = this.#outside;
    for (const channelId of tokens.waiting(now())) {
      if (this.#reconnecting.has(channelId)) continue;
      this.#reconnecting.add(channelId);
      const channel = { channelId, network: "", name: "", remoteId: "1" };
      const done = () => void this.#reconnecting.delete(channelId);
      reconnectChannel(channel, tokens.grant(channelId, now()), this.#ports().accounts).then(done, done);
    }
  }

  hasLookedAt(publicationId: string): boolean {
    const since = this.#askedSince.get(publicationId);
    return since !== undefined && this.#outside.now() > since + LOOKS_AFTER_MS;
  }

  #decide(publication: Publication): void {
    this.#askedSince.delete(publication.publicationId);
    const [post] = this.#outside.followers.of(publication.publicationId);
    const answers = "is-it-live" as const;
    const verdict = post
      ? { answers, isLive: true as const, remoteId: post.remoteId }
      : { answers, isLive: false as const };
    void this.#ports()
      .publications.apply(publication, resolve(publication, verdict, this.#stamp()))
      .catch(() => {});
  }

  #answer(publication: Publication, isWanted: boolean): void {
    const { publicationId } = publication;
    this.#askedSince.delete(publicationId);
    void this.#ports()
      .publications.apply(publication, resolve(publication, { answers: "still-wanted", isWanted }, this.#stamp()))
      .then(
        ({ applied }) => {
          if (applied && !isWanted) this.#acknowledge({ publicationId, at: this.#outside.now() });
        },
        () => {},
      );
  }

  #acknowledge(promise: Acknowledged): void {
    this.acknowledged.push(promise);
    this.#around.tell?.(`a person is told: ${promise.publicationId} ${promise.edit ? "is changed" : "is cancelled"}`);
  }

  #stamp() {
    return { now: new Date(this.#outside.now()), claimId: this.#outside.newId(), by: "alice" };
  }

  #ports() {
    const process = new Process(this.#around, { name: "alice", skewMs: 0, timeoutMs: MINUTE_MS, isInstant: true });
    return portsOf(this.#outside, process);
  }
}
