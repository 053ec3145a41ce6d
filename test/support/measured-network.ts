import type { MetricValues } from "#lib/domain/measurement/metrics.ts";
import type { Network } from "#lib/networks/network.ts";

/** A network whose numbers a test writes down: by remote id, the channel's own included. */
export class MeasuredNetwork {
  /** What each subject is answered; the default is one `likes` for each hour since 1970. */
  readonly answers = new Map<string, () => MetricValues>();
  readonly asked: string[] = [];

  readonly #read = async (remoteId: string, now: Date): Promise<MetricValues> => {
    this.asked.push(remoteId);
    const answer = this.answers.get(remoteId) ?? (() => ({ likes: Math.floor(now.getTime() / 3_600_000) }));
    return answer();
  };

  readonly network: Network = {
    name: "chirper",
    displayName: "Chirper",
    limits: {
      textLength: 100,
      imageCount: 0,
      videoCount: 0,
      imageBytes: 0,
      videoBytes: 0,
      imageTypes: [],
      videoTypes: [],
      altTextLength: 0,
      quotas: [],
    },
    insights: {
      channel: ({ channel, now }) => this.#read(channel.remoteId, now()),
      post: (remoteId, { now }) => this.#read(remoteId, now()),
    },
  };

  fails(remoteId: string, error: Error): void {
    this.answers.set(remoteId, () => {
      throw error;
    });
  }
}
