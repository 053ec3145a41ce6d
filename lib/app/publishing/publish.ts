import type { Channel } from "#lib/domain/accounts/channel.ts";
import { isOver, type Publication } from "#lib/domain/publishing/publication.ts";
import { refuse } from "#lib/domain/publishing/transitions/staging.ts";
import type { Http } from "#lib/networks/http.ts";
import type { ChannelAccess } from "../accounts/channel-access.ts";
import { NoAccessError } from "../accounts/ports.ts";
import { advancePublication } from "./advance-publication.ts";
import { announcement } from "./announce.ts";
import { Carried } from "./carried-progress.ts";
import type { DelayedJob, PublishJob } from "./ports.ts";
import type { PublishingDesk, PublishServices } from "./publish-services.ts";
import { move } from "./step.ts";
import { wakeFollowUps } from "./wake-follow-ups.ts";

export interface WorkerContext {
  readonly remainingMs: () => number;
  /** How often the queue has given this job to a worker; more than once means that one did not finish it. */
  readonly receiveCount: number;
}

/** The longest that SQS keeps a message back. */
const LONGEST_FOLLOW_UP_MS = 15 * 60_000;

/**
 * Takes every publication of a job as far as it can go, side by side. What has to wait gets a message of its own; if
 * that is lost, the due index still has it.
 *
 * @throws AggregateError when some could not be stored or loaded: the queue repeats the job, and what is done is done.
 */
export async function publishJob(job: PublishJob, services: PublishServices, worker: WorkerContext): Promise<void> {
  const ids = job.publications.map(({ publicationId }) => publicationId);
  const publications = await services.publications.getMany(ids);
  const revisions = new Map(job.publications.map(({ publicationId, revision }) => [publicationId, revision]));
  const current = publications.filter(({ publicationId, revision }) => revisions.get(publicationId) === revision);
  // Stale or not: it may have been edited and published since the message was sent.
  if (worker.receiveCount > 1) await announceAgain(publications, services);

  const open = current.filter(({ state }) => !isOver(state));
  const desk = await openDesk(job, open, { services, worker });
  if (!desk) return;
  const results = await Promise.allSettled(open.map((publication) => advanceOne(publication, desk)));
  await desk.line.settled();
  const followUps = results.flatMap((result) => (result.status === "fulfilled" ? (result.value ?? []) : []));
  await sendFollowUps(job.channelId, followUps, desk);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${open.length} publications failed`);
}

/** The worker before us may have died between storing an outcome and telling the world. */
async function announceAgain(publications: readonly Publication[], services: PublishServices): Promise<void> {
  const atRest = publications.filter(({ state }) => isOver(state) || state === "review");
  const again = atRest.flatMap((publication) => announcement(publication) ?? []);
  if (again.length > 0) await services.events.publish(again);
  for (const publication of atRest) await wakeFollowUps(publication, services);
}

/** Opens the channel; one that is not there any more ends its publications with the reason. */
async function openDesk(
  job: PublishJob,
  publications: readonly Publication[],
  { services, worker }: { services: PublishServices; worker: WorkerContext },
): Promise<PublishingDesk | undefined> {
  const { channelId } = job;
  if (publications.length === 0) return undefined;
  const channel = (await services.channels.list()).find((each) => each.channelId === channelId);
  const network = channel && services.findNetwork(channel.network);
  const publishing = network?.publishing;
  if (!channel || !publishing) {
    const reason = `the channel ${channelId} is not configured any more`;
    for (const publication of publications) await move(publication, (at) => refuse(publication, reason, at), services);
    return undefined;
  }
  const opening = services.budgets.open(channel, network, services.http);
  const http: Http = async (request) => (await opening).http(request);
  const access = await accessTo(channel, http, services);
  const line = await opening;
  const crowdCount = publications.length;
  const carried = new Carried(job);
  return { services, publishing, channel, access, line, carried, crowdCount, remainingMs: worker.remainingMs };
}

async function accessTo(
  channel: Channel,
  http: Http,
  { openChannel }: PublishServices,
): Promise<ChannelAccess | NoAccessError> {
  try {
    return await openChannel(channel, http);
  } catch (error) {
    if (error instanceof NoAccessError) return error;
    throw error;
  }
}

interface FollowUp {
  readonly publication: Publication;
  readonly at: Date;
}

async function advanceOne(publication: Publication, desk: PublishingDesk): Promise<FollowUp | undefined> {
  const at = await advancePublication(publication, desk);
  return at && { publication, at };
}

/**
 * What is longer than the queue can keep is left to the tick, except ahead of the due instant, when there is still
 * something to prepare: then somebody looks again in between.
 */
function comeBack({ publication, at }: FollowUp, now: number): FollowUp | undefined {
  if (at.getTime() - now <= LONGEST_FOLLOW_UP_MS) return { publication, at };
  return at < publication.dueAt ? { publication, at: new Date(now + LONGEST_FOLLOW_UP_MS) } : undefined;
}

function messageOf(publication: Publication, carried: Carried): PublishJob["publications"][number] {
  const { publicationId, revision } = publication;
  return { publicationId, revision, carried: carried.of(publication) };
}

/** One message for all of the channel that are to be looked at in the same second. */
async function sendFollowUps(
  channelId: string,
  followUps: readonly FollowUp[],
  { services: { publishQueue, clock }, carried }: PublishingDesk,
): Promise<void> {
  const now = clock.now().getTime();
  // Rounded up: a message that comes too early would only be sent again.
  const secondsFromNow = ({ at }: FollowUp) => Math.ceil((at.getTime() - now) / 1_000);
  const soon = followUps.flatMap((each) => comeBack(each, now) ?? []);
  const jobs = [...Map.groupBy(soon, secondsFromNow)].map(([seconds, group]): DelayedJob => {
    const publications = group.map(({ publication }) => messageOf(publication, carried));
    return { job: { channelId, publications }, delayMs: seconds * 1_000 };
  });
  if (jobs.length > 0) await publishQueue.send(jobs);
}
