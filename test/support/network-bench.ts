import { dispatchDue } from "#lib/app/publishing/dispatch-due.ts";
import type { PublishJob } from "#lib/app/publishing/ports.ts";
import { publishJob } from "#lib/app/publishing/publish.ts";
import type { Draft } from "#lib/domain/publishing/draft.ts";
import { OutcomeUnknownError } from "#lib/networks/errors.ts";
import { HTTP_TIMEOUT_MS, type Http } from "#lib/networks/http.ts";
import type { Publishing } from "#lib/networks/network.ts";
import { aPublication } from "./a-publication.ts";
import { bareAccess } from "./bare-access.ts";
import { publishingOf, startNetwork } from "./network-world.ts";
import { publishingBench } from "./publishing-bench.ts";
import type { SimulatedNetwork } from "./simulated-networks.ts";

const MINUTE_MS = 60_000;

/** Six times the publish function's timeout: then a message that nobody deleted comes again. */
const VISIBILITY_MS = 6 * MINUTE_MS;

/** How a commit of a test goes wrong; `send` is the adapter's own. */
type CommitFault = (send: (http?: Http) => ReturnType<Publishing["commit"]>) => ReturnType<Publishing["commit"]>;

interface Message {
  readonly job: PublishJob;
  readonly at: number;
  readonly receiveCount: number;
}

/** The publishing engine with one network's real adapter, against that network's simulator, in virtual time. */
export function networkBench(simulated: SimulatedNetwork, start = "2026-11-24T08:20:00.000Z") {
  const world = startNetwork(simulated);
  const faults: CommitFault[] = [];
  /** What the network carries out later. */
  const late: { readonly at: number; readonly run: () => Promise<unknown> }[] = [];
  let commitCount = 0;
  const publishing: Publishing = {
    ...publishingOf(world),
    commit: (draft, progress, commitKey, context) => {
      commitCount += 1;
      const send = (http = context.http) =>
        publishingOf(world).commit(draft, progress, commitKey, { ...context, http });
      return (faults.shift() ?? ((usual) => usual()))(send);
    },
  };
  const bench = publishingBench(start, (clock) => {
    const http: Http = async (request) => {
      world.setNow(clock.now());
      for (const each of late.filter(({ at }) => at <= clock.now().getTime())) {
        late.splice(late.indexOf(each), 1);
        await each.run();
      }
      return await world.context.http(request);
    };
    return {
      http,
      channels: { list: async () => [world.channel] },
      openChannel: async (_, metered = http) => bareAccess({ ...world.context, http: metered, now: () => clock.now() }),
      findNetwork: () => ({ ...simulated.network, publishing }),
      media: world.context.media,
    };
  });
  const { clock, publications, services } = bench;
  const queue: Message[] = [];

  async function work({ job, receiveCount }: Message): Promise<void> {
    const worker = { remainingMs: () => 60_000, receiveCount };
    await clock.run(publishJob(job, services, worker)).catch(() => {
      queue.push({ job, at: clock.now().getTime() + VISIBILITY_MS, receiveCount: receiveCount + 1 });
    });
  }

  async function tick(): Promise<void> {
    await clock.run(dispatchDue({ clock, dueIndex: publications, publishQueue: services.publishQueue }));
  }

  return {
    ...bench,
    simulator: world.simulator,
    faults,
    tick,
    get commitCount() {
      return commitCount;
    },
    /** What followers see. */
    get posts() {
      return world.simulator.truth.posts;
    },
    /** Plans one post that every network takes, due at 09:00. */
    async plan(change: Partial<Draft> = {}) {
      const draft = world.draft(change);
      const { channelId, network } = world.channel;
      const wantsStaging = publishing.needsStaging(draft);
      await publications.add([aPublication({ channelId, network, draft, wantsStaging })]);
    },
    /** The request leaves, we give up on it, and the network carries it out after all, `afterMs` later. */
    carriesOutLate(afterMs: number): CommitFault {
      return (send) =>
        send(async (request) => {
          late.push({ at: clock.now().getTime() + afterMs, run: () => world.context.http(request) });
          await clock.sleep(HTTP_TIMEOUT_MS);
          throw new OutcomeUnknownError("no complete answer", { code: "TIMEOUT" });
        });
    },
    /** Ticks every minute and works off the queue, message by message. */
    async live(minutes: number) {
      for (let minute = 0; minute < minutes; minute++) {
        const end = clock.now().getTime() + MINUTE_MS;
        await tick();
        for (;;) {
          const now = clock.now().getTime();
          const sent = bench.sent.splice(0);
          queue.push(...sent.map(({ job, delayMs }) => ({ job, at: now + delayMs, receiveCount: 1 })));
          queue.sort((one, other) => one.at - other.at);
          const next = queue[0];
          if (!next || next.at >= end) break;
          queue.shift();
          clock.advance(Math.max(0, next.at - now));
          await work(next);
        }
        clock.advance(Math.max(0, end - clock.now().getTime()));
      }
    },
  };
}
