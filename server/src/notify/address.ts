import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Addresses of the machine itself and of networks that are not the internet. */
const INSIDE = new BlockList();
for (const [net, prefix] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
] as const)
  INSIDE.addSubnet(net, prefix, "ipv4");
INSIDE.addAddress("::1", "ipv6");
INSIDE.addSubnet("fc00::", 7, "ipv6");

/** Never called, whoever says so: link-local (there machines in a cloud keep their credentials), "any", multicast. */
const NEVER = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["224.0.0.0", 3],
] as const)
  NEVER.addSubnet(net, prefix, "ipv4");
NEVER.addAddress("::", "ipv6");
NEVER.addSubnet("fe80::", 10, "ipv6");
NEVER.addSubnet("ff00::", 8, "ipv6");

/**
 * What may be called. "internet": https on public addresses. "inside": addresses of the clinic's own network too, there
 * also by http.
 */
export type Reach = "internet" | "inside";

/** What was refused before a byte was sent. The message says what to do. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
}

const OUTSIDE_ONLY = "is in a private network. Tick that the receiver is in the clinic's own network, if it is.";

/** Why this address may not be called; null when it may. By `lookup` also for what a name turns out to be. */
function faultOf(address: string, protocol: string, reach: Reach): string | null {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (NEVER.check(address, family)) return `${address} is no address of a receiver. Enter another one.`;
  const isInside = INSIDE.check(address, family);
  if (isInside && reach === "internet") return `${address} ${OUTSIDE_ONLY}`;
  if (!isInside && protocol !== "https:") return "Outside the clinic's own network only https is allowed.";
  return null;
}

/** Why this URL may not be called, as far as its text tells; null when it may. */
export function faultOfUrl(url: URL, reach: Reach): string | null {
  if (url.protocol !== "https:" && !(url.protocol === "http:" && reach === "inside")) {
    return "Use https. Plain http is allowed only to a receiver in the clinic's own network, with the tick that says so.";
  }
  if (url.username !== "" || url.password !== "") return "Leave the name and password out of the address.";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? null : faultOf(host, url.protocol, reach);
}

/** Resolves a name and refuses what may not be called, for the very address that is then connected to. */
export const lookupWithin =
  (protocol: string, reach: Reach): LookupFunction =>
  (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, "");
      const [first] = addresses;
      const fault = addresses.map(({ address }) => faultOf(address, protocol, reach)).find((one) => one !== null);
      if (fault !== undefined) return callback(new AddressRefused(fault), "");
      if (options.all === true || first === undefined) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
