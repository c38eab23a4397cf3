import { BlockList, isIP, isIPv6 } from 'node:net';

/** Where webhooks may go; set by whoever runs the servers, and by nobody who asks over the network. */
export interface WebhookRules {
  hosts: readonly string[];
  loopback: boolean;
}

export const rulesOf = (config: { webhookHosts?: string; webhookLoopback?: 'yes' | 'no' }): WebhookRules => ({
  hosts: config.webhookHosts?.split(',').map((host) => host.trim()) ?? [],
  loopback: config.webhookLoopback === 'yes',
});

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Networks of one's own, of one's neighbours and of nobody (IANA special-purpose registries). */
const INTERNAL = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) INTERNAL.addSubnet(net, bits, 'ipv4'); // prettier-ignore

/** Of IPv6 only what is routed to everybody, without the ranges in it that carry an IPv4 address or are nobody's. */
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');
const NOT_GLOBAL = new BlockList();
for (const [net, bits] of [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]] as const)
  NOT_GLOBAL.addSubnet(net, bits, 'ipv6'); // prettier-ignore

/** Whether a connection to this very address may be made. Anything that is not plainly a public address may not. */
export function mayConnect(address: string, rules: WebhookRules): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  const name = family === 6 ? 'ipv6' : 'ipv4';
  if (LOOPBACK.check(address, name)) return rules.loopback;
  if (family === 4) return !INTERNAL.check(address, name);
  return GLOBAL.check(address, name) && !NOT_GLOBAL.check(address, name);
}

const PLAIN = /^[\x21-\x7e]{1,500}$/;

/** What is wrong with an address, in a sentence; nothing when a webhook may be sent there. */
export function addressFault(text: string, rules: WebhookRules): string | undefined {
  const url = PLAIN.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return 'Enter a whole address that begins with https://.';
  if (url.username || url.password) return 'An address must hold no user name and no password.';
  if (url.hash) return 'An address must have no part behind a #.';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const local = isIP(host) !== 0 && LOOPBACK.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
  if (local && rules.loopback) return undefined;
  if (url.protocol !== 'https:') return 'An address must begin with https://.';
  if (isIP(host)) return 'Name a host, not the number of an address.';
  if (url.port) return 'An address must have no port: the usual one of https is used.';
  return rules.hosts.includes(host)
    ? undefined
    : 'This host is not on the list of those that may be called. Ask whoever runs the servers.';
}
