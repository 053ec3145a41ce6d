import type { NetworkSimulator } from "#lib/networks/simulator.ts";

/** What people write to the bakery, on every network. */
const COMMENTS: readonly Letter[] = [
  { author: "Camille Dubois", text: "Ça sent bon jusqu'à la Croix-Rousse ! 😍 Il en reste à midi ?" },
  { author: "Jean-Noël", text: "Et pour les intolérants au gluten, vous avez quelque chose ?" },
];
const MENTION: Letter = { author: "Léa Martin", text: "Meilleur pain de Lyon, merci 🥖" };
const DIRECT: Letter = { author: "Hugo Petit", text: "Bonjour, êtes-vous ouverts le 24 décembre ? 🎄" };

interface Letter {
  readonly author: string;
  readonly text: string;
}

/**
 * Customers of one network: somebody comments on the first post that appears, somebody else mentions the bakery, and
 * somebody writes a direct message.
 *
 * @returns how many things they wrote.
 */
export async function customersWrite({ customer }: NetworkSimulator, postRemoteId: string): Promise<number> {
  for (const comment of COMMENTS) await customer.comment({ postRemoteId, ...comment });
  await customer.mention(MENTION);
  await customer.direct(DIRECT);
  return COMMENTS.length + 2;
}

export const LETTERS_PER_NETWORK = COMMENTS.length + 2;
