import type { Channel } from "#lib/domain/accounts/channel.ts";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import type { FollowUpKind } from "#lib/domain/publishing/follow-up.ts";
import { NotSentError } from "#lib/networks/errors.ts";
import type { Network, Publishing, PublishingContext } from "#lib/networks/network.ts";

/** What a network is like for the protocol: everything that it declares, and the one thing that nobody declares. */
export interface CapabilityClass {
  /** For example `x/image` or `x/image/refuses-duplicates`. */
  readonly name: string;
  /** What goes out: a publication, or an answer to a customer. */
  readonly what: "post" | "reply";
  readonly needsStaging: boolean;
  readonly settleMs: number;
  readonly honoursCommitKey: boolean;
  /** It cannot be asked what became of a commit. */
  readonly isBlind: boolean;
  readonly confirms: boolean;
  readonly stageAheadMs?: number;
  /** Networks are not asked whether they refuse the same content twice: each is simulated both ways. */
  readonly refusesDuplicates: boolean;
  /** Set when each post has something below it. */
  readonly below?: CapabilityBelow;
}

/** What a network is like for what goes out below a post of ours. */
export interface CapabilityBelow {
  readonly kind: FollowUpKind;
  readonly settleMs: number;
  readonly honoursCommitKey: boolean;
  readonly isBlind: boolean;
}

type Declared = Omit<CapabilityClass, "name" | "what" | "refusesDuplicates">;

/** Networks of kinds that come: one that honours idempotency keys, and one that cannot be asked at all. */
const FORESEEN: readonly (Declared & { readonly name: string })[] = [
  { name: "key", needsStaging: false, settleMs: 30_000, honoursCommitKey: true, isBlind: false, confirms: false },
  {
    ...{ name: "key-staged", needsStaging: true, settleMs: 30_000, honoursCommitKey: true, isBlind: false },
    ...{ confirms: true, stageAheadMs: 10 * 60_000 },
  },
  { name: "blind", needsStaging: false, settleMs: 30_000, honoursCommitKey: false, isBlind: true, confirms: false },
  {
    ...{ name: "key/thread", needsStaging: false, settleMs: 30_000, honoursCommitKey: true, isBlind: false },
    ...{ confirms: false, below: { kind: "thread", settleMs: 30_000, honoursCommitKey: true, isBlind: true } },
  },
];

/** The classes of these networks, and of those that are foreseen: read off the port, so that nothing is listed here. */
export async function capabilityClasses(networks: readonly Network[]): Promise<readonly CapabilityClass[]> {
  const declared = await Promise.all(networks.map(classesOf));
  const posts = [...declared.flat(), ...FORESEEN].map((each) => ({ ...each, what: "post" as const }));
  const replies = networks.flatMap(replyClassesOf);
  const all: readonly Omit<CapabilityClass, "refusesDuplicates">[] = [...posts, ...replies];
  return all.flatMap((each) => {
    const lenient = { ...each, refusesDuplicates: false };
    const strict = { ...each, name: `${each.name}/refuses-duplicates`, refusesDuplicates: true };
    // What a comment leads to where duplicates are refused, a thread shows as well.
    return each.below?.kind === "comment" ? [lenient] : [lenient, strict];
  });
}

async function classesOf({ name, publishing }: Network) {
  if (!publishing) return [];
  const isBlind = await knowsWithoutAsking(publishing, name);
  const { settleMs, honoursCommitKey, confirm, stageAheadMs } = publishing;
  const classOf = (label: string, needsStaging: boolean) => ({
    name: `${name}/${label}`,
    needsStaging,
    settleMs,
    honoursCommitKey,
    isBlind,
    confirms: confirm !== undefined,
    stageAheadMs,
  });
  const stagesText = publishing.needsStaging(TEXT);
  const stagesImages = publishing.needsStaging(WITH_IMAGE);
  const posts =
    stagesText === stagesImages ? [classOf("any", stagesText)] : [classOf("text", false), classOf("image", true)];
  return [...posts, ...(await withBelow(publishing, posts.slice(0, 1), name))];
}

/** The same, with each kind of thing that the network takes below a post. */
async function withBelow<Class extends { readonly name: string }>(
  { followUps }: Publishing,
  classes: readonly Class[],
  network: string,
) {
  if (!followUps) return [];
  const { kinds, settleMs, honoursCommitKey } = followUps;
  const isBlind = await knowsWithoutAsking({ find: (...sought) => followUps.find(sought[0], "1", sought[1]) }, network);
  return classes.flatMap((each) =>
    kinds.map((kind) => ({
      ...each,
      name: `${each.name}/${kind}`,
      below: { kind, settleMs, honoursCommitKey, isBlind },
    })),
  );
}

/** An answer is never staged; whether it can be found afterwards is simulated both ways. */
function replyClassesOf({ name, replies }: Network) {
  if (!replies) return [];
  const { settleMs } = replies;
  const common = { what: "reply" as const, needsStaging: false, settleMs, honoursCommitKey: false, confirms: false };
  return [
    { ...common, name: `reply/${name}`, isBlind: false },
    { ...common, name: `reply/${name}/blind`, isBlind: true },
  ];
}

const TEXT: Draft = { text: "Hello", media: [] };
const WITH_IMAGE: Draft = {
  text: "Hello",
  media: [{ name: "a.jpg", kind: "image", contentType: "image/jpeg", sizeBytes: 1_000 }],
};

/** A network that answers "cannot know" with no connection at all has nobody to ask. */
async function knowsWithoutAsking({ find }: Pick<Publishing, "find">, network: string): Promise<boolean> {
  try {
    const sought = { draft: TEXT, commitKey: "k", attemptedAt: new Date(0) };
    const result = await find(sought, offline(network));
    return !result.found && result.because === "cannot-know";
  } catch {
    return false;
  }
}

function offline(network: string): PublishingContext {
  const channel: Channel = { channelId: `${network}/probe`, network, name: "probe", remoteId: "1" };
  const refuse = () => Promise.reject(new NotSentError("offline"));
  return {
    channel,
    credentials: { accessToken: "t" },
    http: refuse,
    now: () => new Date(0),
    media: { bytes: refuse, url: refuse },
  };
}
