import type { ReplyStore } from "#lib/app/engagement/ports.ts";
import type { Reply } from "#lib/domain/engagement/reply.ts";
import { type ReplyTransition, replyAfter } from "#lib/domain/engagement/reply-transitions.ts";
import { satisfies } from "#lib/domain/transition.ts";

/** Replies in memory, with the same conditional writes as the table's: the guards decide. */
export class InMemoryReplies implements ReplyStore {
  readonly items = new Map<string, Reply>();

  /** Called before every transition: a test throws here to make the store fail. */
  beforeApply: (transition: ReplyTransition) => void = () => {};

  async open(reply: Reply): Promise<Reply> {
    await Promise.resolve();
    const current = this.items.get(reply.replyId);
    if (current) return current;
    this.items.set(reply.replyId, reply);
    return reply;
  }

  async load(replyId: string): Promise<Reply | undefined> {
    return this.items.get(replyId);
  }

  async apply({ replyId }: Reply, transition: ReplyTransition): Promise<{ applied: boolean; reply: Reply }> {
    await Promise.resolve();
    this.beforeApply(transition);
    const current = this.one(replyId);
    if (!satisfies(current, transition.guard)) return { applied: false, reply: current };
    const next = replyAfter(current, transition);
    this.items.set(replyId, next);
    return { applied: true, reply: next };
  }

  one(replyId: string): Reply {
    const reply = this.items.get(replyId);
    if (!reply) throw new Error(`no reply ${replyId}`);
    return reply;
  }
}
