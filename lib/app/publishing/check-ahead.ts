import { obstacleOf } from "#lib/domain/accounts/channel-condition.ts";
import { isAwaitingApproval, NOT_APPROVED } from "#lib/domain/publishing/approval.ts";
import type { Publication } from "#lib/domain/publishing/publication.ts";
import { isSameRisks, newRisks, type Risk } from "#lib/domain/publishing/risk.ts";
import { BEFORE_SENDING } from "#lib/domain/publishing/transitions/transition.ts";
import { warn } from "#lib/domain/publishing/transitions/warning.ts";
import { riskAnnouncement } from "./announce.ts";
import { rememberedMedia } from "./calendar/remembered-media.ts";
import { examineAccess } from "./check-access.ts";
import type { CheckAheadServices } from "./check-ahead-services.ts";
import { contentRisks } from "./check-content.ts";
import { limitRisks } from "./check-limit.ts";
import type { PublishJob } from "./ports.ts";
import { stamp } from "./publish-services.ts";

/** Posts that are looked at side by side: each may have files to look into. */
const SIDE_BY_SIDE = 10;

/**
 * Checks planned posts of one channel against what is true now: the channel, its token, the files, the network's limits.
 * What is wrong is kept with the post and told once; where all is well, nothing is written.
 *
 * @param isRepeated a worker before us did not finish: what it kept, it may not have told.
 * @throws when a post was written to meanwhile: the queue repeats the job.
 */
export async function checkAhead(job: PublishJob, services: CheckAheadServices, isRepeated: boolean): Promise<void> {
  const revisions = new Map(job.publications.map(({ publicationId, revision }) => [publicationId, revision]));
  const publications = (await services.publications.getMany([...revisions.keys()])).filter(
    ({ publicationId, revision, state }) => BEFORE_SENDING.includes(state) && revisions.get(publicationId) === revision,
  );
  if (publications.length === 0) return;
  const findRisks = await inspector(job.channelId, publications, services);
  const remaining = [...publications];
  const lane = async () => {
    for (let next = remaining.shift(); next; next = remaining.shift()) {
      await tell(next, { risks: await findRisks(next), isRepeated }, services);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
}

type Inspector = (publication: Publication) => Promise<readonly Risk[]>;

/** What concerns the channel is asked once for all its posts, and each file once. */
async function inspector(
  channelId: string,
  publications: readonly Publication[],
  services: CheckAheadServices,
): Promise<Inspector> {
  const channel = (await services.channels.list()).find((each) => each.channelId === channelId);
  const network = channel && services.findNetwork(channel.network);
  const publishing = network?.publishing;
  if (!channel || !publishing) {
    return async () => [{ kind: "channel", reason: `the channel ${channelId} is not configured any more` }];
  }
  const lastDueAt = new Date(Math.max(...publications.map(({ dueAt }) => dueAt.getTime())));
  const obstacle = obstacleOf(channelId, await services.conditions.read(channelId));
  const asked = obstacle
    ? { risks: [{ kind: "channel", reason: obstacle } as const] }
    : await examineAccess({ channel, network, until: lastDueAt }, services);
  const crowded = limitRisks(publications, { ...asked, network }, services.clock.now());
  const catalogue = rememberedMedia(services.media);
  const place = { channel, publishing, catalogue, limits: network.limits, copies: services.copies };
  // What follows a post was checked by its calendar as what it is; no file of it can go missing.
  return async (publication) => [
    ...asked.risks,
    ...(crowded.get(publication.publicationId) ?? []),
    ...(publication.followUp ? [] : await contentRisks(publication.draft, place)),
    ...(isAwaitingApproval(publication) ? [UNAPPROVED] : []),
  ];
}

const UNAPPROVED: Risk = { kind: "approval", reason: NOT_APPROVED };

interface Finding {
  readonly risks: readonly Risk[];
  readonly isRepeated: boolean;
}

async function tell(publication: Publication, { risks, isRepeated }: Finding, services: CheckAheadServices) {
  const { events, log, publications } = services;
  const untold = isRepeated ? risks : newRisks(risks, publication.risks);
  if (!isSameRisks(risks, publication.risks)) {
    const by = { ...stamp(services), by: "check" };
    const written = await publications.apply(publication, warn(publication, risks, by));
    if (!written.applied) throw new Error(`${publication.publicationId} was written to while it was checked`);
  }
  if (untold.length === 0) return;
  log.warn("a post is at risk", { publicationId: publication.publicationId, kinds: untold.map(({ kind }) => kind) });
  await events.publish(untold.map((risk) => riskAnnouncement(publication, risk)));
}
