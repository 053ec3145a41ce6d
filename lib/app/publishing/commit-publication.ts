import type { Publication } from "#lib/domain/publishing/publication.ts";
import { reconcileFound } from "#lib/domain/publishing/transitions/reconciling.ts";
import { claim, doubt, handOver, link, publish, reject, release } from "#lib/domain/publishing/transitions/sending.ts";
import { HTTP_TIMEOUT_MS } from "#lib/networks/http.ts";
import type { CommitOutcome, NetworkContext, PendingCommit } from "#lib/networks/network.ts";
import { afterRefusal, budgetWait } from "./budget-wait.ts";
import { holdPublication } from "./hold-publication.ts";
import { type Accepted, type AddressLookup, lookUpAddress } from "./look-up-address.ts";
import { commitKeyOf, type OpenDesk, type PublishingDesk, type PublishServices, stamp } from "./publish-services.ts";
import { whenToRetry } from "./retry-delay.ts";
import { delay, type Moved, move, tell } from "./step.ts";
import { waitUntil } from "./wait.ts";

/** The publish function is ended by Lambda after this long. `infra` sets the same. */
export const PUBLISH_TIMEOUT_MS = 60_000;

const CLOCK_SKEW_MS = 30_000;

/** Outlasts the worker and its longest socket: an expired lease means that nobody is sending any more. */
export const LEASE_MS = PUBLISH_TIMEOUT_MS + HTTP_TIMEOUT_MS + CLOCK_SKEW_MS;

/** With less time left than this, a worker does not begin what it may not finish. */
const NEEDED_MS = HTTP_TIMEOUT_MS + 10_000;

/** Then a fresh worker takes it over after this. */
const HAND_OVER_MS = 5_000;

/**
 * Claims the publication, waits for its instant, sends the one irreversible request, and stores what became of it.
 * Nothing is tried twice here except the storing.
 *
 * @param at when the request is to leave.
 */
export async function commitPublication(publication: Publication, at: Date, desk: OpenDesk): Promise<Moved> {
  const { services } = desk;
  if (desk.remainingMs() < NEEDED_MS) return { publication, pauseMs: HAND_OVER_MS };
  const wait = budgetWait(publication, "publishing", desk, at);
  if (wait) return await waitUntil(publication, wait, desk);
  const obstacle = await services.gate.obstacle(publication.channelId);
  if (obstacle !== undefined) return await holdPublication(publication, obstacle, services);
  const claimed = await move(publication, (stamp) => claim(publication, LEASE_MS, stamp), services);
  if (!claimed.isOurs || !claimed.publication) return claimed;

  if (at > services.clock.now()) services.connectAhead(desk.publishing.origin(publication.draft));
  await services.clock.sleep(at.getTime() - services.clock.now().getTime());
  return await send(claimed.publication, desk);
}

async function send(claimed: Publication, desk: OpenDesk): Promise<Moved> {
  const { services, publishing, access, line } = desk;
  await services.departures.lineUp(line.slowStart.turn());
  let sentAt = services.clock.now();
  const { draft, progress } = claimed;
  const request = (context: NetworkContext) => {
    sentAt = services.clock.now();
    return publishing.commit(draft, progress, commitKeyOf(claimed), { ...context, media: services.media });
  };
  const mayRepeat = () => desk.remainingMs() >= NEEDED_MS && !keptBack(claimed, services.clock.now(), desk);
  const outcome: CommitOutcome | PendingCommit =
    keptBack(claimed, sentAt, desk) ?? (await access.commit(request, mayRepeat));
  line.slowStart.answered({ isRefused: isRateLimit(outcome) });
  if (isTaken(outcome)) await services.departures.over();
  const record = outcome.outcome === "accepted" ? await recordOf(outcome, desk) : outcome;
  return await bookkeeping(() => store(claimed, record, { sentAt, desk }), services);
}

/** What came between the claim and its instant: then nothing is sent. */
function keptBack(claimed: Publication, sentAt: Date, desk: PublishingDesk): NotAccepted | undefined {
  const { leaseUntil = sentAt } = claimed;
  if (sentAt.getTime() + HTTP_TIMEOUT_MS > leaseUntil.getTime()) {
    // Frozen past its lease: another worker may own the publication by now.
    return { outcome: "notAccepted", because: "not-sent", reason: "the worker was too slow", retryAt: sentAt };
  }
  const wait = budgetWait(claimed, "publishing", desk);
  return wait && { outcome: "notAccepted", because: "rate-limited", reason: wait.reason, retryAt: wait.opensAt };
}

type NotAccepted = Extract<CommitOutcome, { outcome: "notAccepted" }>;

function isRateLimit(outcome: CommitOutcome | PendingCommit): boolean {
  return outcome.outcome === "notAccepted" && outcome.because === "rate-limited";
}

/** Then its record may wait for those that are still to leave. A refusal may concern them, and is noted at once. */
function isTaken({ outcome }: CommitOutcome | PendingCommit): boolean {
  return outcome === "accepted" || outcome === "pending";
}

type Located = Accepted & { readonly address: AddressLookup };

/** With its address if that is told soon: then one write records both. */
async function recordOf(accepted: Accepted, desk: OpenDesk): Promise<Located> {
  const address = lookUpAddress(accepted, desk);
  return { ...accepted, url: await address.soon(), address };
}

/** The request is out: from here on storing is retried, never the request. */
async function bookkeeping(write: () => Promise<Moved>, services: PublishServices): Promise<Moved> {
  const { clock, log } = services;
  for (let attempt = 0; ; attempt++) {
    try {
      const moved = await write();
      // An earlier try may have stored it, and failed to hear so or to tell of it.
      if (attempt > 0 && moved.publication) await tell(moved.publication, services);
      return moved;
    } catch (error) {
      if (attempt === BOOKKEEPING_RETRIES) throw error;
      log.warn("storing the outcome failed and is repeated", { attempt, error: String(error) });
      await clock.sleep(200 * 2 ** attempt);
    }
  }
}

const BOOKKEEPING_RETRIES = 5;

async function store(
  claimed: Publication,
  outcome: Located | Exclude<CommitOutcome, Accepted> | PendingCommit,
  { sentAt, desk }: { sentAt: Date; desk: OpenDesk },
): Promise<Moved> {
  const { services, publishing } = desk;
  const { settleMs } = publishing;
  const { traceId } = outcome;
  switch (outcome.outcome) {
    case "accepted":
      return await storeAccepted(claimed, { ...outcome, sentAt }, desk);
    case "rejected":
      return await move(claimed, (at) => reject(claimed, { ...outcome, settleMs }, { ...at, traceId }), services);
    case "ambiguous":
      return await move(
        claimed,
        (at) => doubt(claimed, { reason: outcome.reason, settleMs }, { ...at, traceId }),
        services,
      );
    case "pending":
      return await storeHandedOver(claimed, { ...outcome, sentAt }, desk);
    case "notAccepted": {
      const soonest = whenToRetry(outcome, claimed.attempt, services.clock.now());
      const retryAt = isRateLimit(outcome) ? afterRefusal(claimed, { purpose: "publishing", soonest }, desk) : soonest;
      const { reason, because } = outcome;
      const again = because === "not-ready" ? "stage" : "commit";
      return await delay(claimed, (at) => release(claimed, { reason, retryAt, again }, { ...at, traceId }), services);
    }
  }
}

async function storeAccepted(
  claimed: Publication,
  accepted: Located & { readonly sentAt: Date },
  desk: OpenDesk,
): Promise<Moved> {
  const { services } = desk;
  const { traceId } = accepted;
  const written = await services.publications.apply(
    claimed,
    publish(claimed, accepted, { ...stamp(services), traceId }),
  );
  if (written.applied) {
    const linked = await linkLater(written.publication, accepted, desk);
    await tell(linked, services);
    return { publication: linked, pauseMs: 0 };
  }
  const { current } = written;
  // Somebody took us for dead while the network was answering. The answer counts all the same.
  if (current?.state !== "uncertain") return { publication: current, pauseMs: 0 };
  return await move(current, (at) => reconcileFound(current, accepted, { ...at, traceId }), services);
}

/** Nothing is wrong, so nobody is told: the next news is that it is published, refused, or waits for a person. */
async function storeHandedOver(
  claimed: Publication,
  pending: PendingCommit & { readonly sentAt: Date },
  desk: OpenDesk,
): Promise<Moved> {
  const { services, publishing } = desk;
  const at = { ...stamp(services), traceId: pending.traceId };
  const decided = handOver(claimed, { ...pending, settleMs: publishing.settleMs }, at);
  const written = await services.publications.apply(claimed, decided);
  return { publication: written.applied ? written.publication : written.current, pauseMs: 0 };
}

/** The post is recorded: a slow network may now take its time to say where it is. */
async function linkLater(published: Publication, { address }: Located, { services }: OpenDesk): Promise<Publication> {
  if (published.url !== undefined) return published;
  const url = await address.atLast();
  if (url === undefined) return published;
  const written = await services.publications.apply(published, link(url, stamp(services)));
  return written.applied ? written.publication : published;
}
