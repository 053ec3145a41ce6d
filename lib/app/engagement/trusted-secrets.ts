import type { WebhookSecretSource } from "#lib/app/accounts/ports.ts";
import type { Clock } from "#lib/app/clock.ts";
import type { WebhookSecrets } from "#lib/networks/network.ts";

/** A result, and whether newer secrets could make it another one. */
export interface Attempt<T> {
  readonly value: T;
  readonly mayBeStale: boolean;
}

export interface TrustedSecrets {
  /** @throws WebhookSecretsMissingError */
  use<T>(network: string, attempt: (secrets: WebhookSecrets) => Attempt<T>): Promise<T>;
}

/** A network is registered, but nobody has stored what its webhooks are signed with. */
export class WebhookSecretsMissingError extends Error {
  override readonly name = "WebhookSecretsMissingError";

  constructor(network: string) {
    super(`no app secrets are stored for the webhooks of ${network}`);
  }
}

/** So seldom that forgers cannot use up the parameter store's quota, so often that a rotation is noticed at once. */
const REREAD_AFTER_MS = 30_000;

/**
 * Tries with the secrets that a warm function remembers and, should those be stale, once more with the stored ones:
 * a rotation then loses no call.
 */
export function createTrustedSecrets(source: WebhookSecretSource, clock: Pick<Clock, "now">): TrustedSecrets {
  const rereadAt = new Map<string, number>();

  const mayReread = (network: string) => {
    const now = clock.now().getTime();
    if (now - (rereadAt.get(network) ?? Number.NEGATIVE_INFINITY) < REREAD_AFTER_MS) return false;
    rereadAt.set(network, now);
    return true;
  };

  return {
    async use(network, attempt) {
      const known = await source.secrets(network);
      const first = known && attempt(known);
      if (first && !first.mayBeStale) return first.value;
      const stored = mayReread(network) ? await source.secrets(network, { fresh: true }) : undefined;
      if (stored) return attempt(stored).value;
      if (first) return first.value;
      throw new WebhookSecretsMissingError(network);
    },
  };
}
