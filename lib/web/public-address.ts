import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

/** How names become addresses, and which of these may be spoken to. */
export interface AddressRules {
  /** All addresses of a host. */
  resolve(host: string): Promise<readonly string[]>;
  isPublic(address: string): boolean;
}

/** The real world: the system's resolver, and only what the internet routes. */
export const publicAddresses: AddressRules = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  isPublic,
};

/**
 * Whether an address lies on the public internet. Everything else is refused, also what nobody thought of: loopback,
 * private and link-local networks (there Lambda's own credentials and the next function's events are to be had),
 * multicast, and all ways in which IPv6 can carry an IPv4 address.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/** The host is, or leads to, an address that nobody outside may make us speak to. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";
}

/**
 * The addresses of a host, all of them public: to be connected to as they are, and not looked up again.
 *
 * @throws PrivateAddressError when one of them is not public.
 */
export async function resolvePublic(host: string, { resolve, isPublic }: AddressRules): Promise<readonly string[]> {
  // A URL writes an IPv6 address in brackets, and every other spelling of an IPv4 address (0x7f000001) as four numbers.
  const literal = host.replace(/^\[(.*)\]$/, "$1");
  const addresses = ipaddr.isValid(literal) ? [literal] : await resolve(host);
  const hidden = addresses.find((address) => !isPublic(address));
  if (hidden !== undefined) throw new PrivateAddressError(`${host} leads to ${hidden}`);
  return addresses;
}
