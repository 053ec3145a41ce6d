import { describe, expect, it } from "vitest";
import { isPublic, PrivateAddressError, resolvePublic } from "#lib/web/public-address.ts";

describe("isPublic", () => {
  it.each([
    ["this machine", "127.0.0.1"],
    ["this machine, in IPv6", "::1"],
    ["no machine", "0.0.0.0"],
    ["private networks", "10.0.0.1", "172.16.5.4", "192.168.1.1", "fd00::1"],
    ["the network of a provider", "100.64.0.1"],
    ["what gives out a machine's credentials", "169.254.169.254", "169.254.170.2", "fd00:ec2::254"],
    ["what surrounds a Lambda", "169.254.100.1"],
    ["everybody at once", "224.0.0.1", "255.255.255.255", "ff02::1"],
    ["a private IPv4 address inside of IPv6", "::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::a00:1", "2002:a00:1::"],
    ["documentation", "192.0.2.1", "2001:db8::1"],
    ["no address at all", "files.example", ""],
  ])("is not %s", (_, ...addresses) => {
    expect(addresses.filter(isPublic)).toEqual([]);
  });

  it("is what the internet routes", () => {
    expect(["93.184.216.34", "8.8.8.8", "::ffff:8.8.8.8", "2606:4700:4700::1111"].every(isPublic)).toBe(true);
  });
});

describe("resolvePublic", () => {
  const rules = (...addresses: string[]) => ({ resolve: async () => addresses, isPublic });

  it("gives the addresses that were judged", async () => {
    expect(await resolvePublic("files.example", rules("8.8.8.8", "8.8.4.4"))).toEqual(["8.8.8.8", "8.8.4.4"]);
  });

  it("refuses a host of which any address is private", async () => {
    await expect(resolvePublic("files.example", rules("8.8.8.8", "10.0.0.1"))).rejects.toThrow(PrivateAddressError);
  });

  it("judges an address without asking for it", async () => {
    await expect(resolvePublic("[::ffff:a00:1]", rules("8.8.8.8"))).rejects.toThrow(PrivateAddressError);
    await expect(resolvePublic("127.0.0.1", rules("8.8.8.8"))).rejects.toThrow(PrivateAddressError);
  });
});
