import { addressFault, mayConnect } from './webhook-address.js';

const OUT = { hosts: ['hooks.force.example'], loopback: false };
const TRYING = { hosts: ['hooks.force.example'], loopback: true };

describe('an address of a webhook', () => {
  it.each([
    'https://hooks.force.example/',
    'https://hooks.force.example/in?from=network',
    'https://HOOKS.force.example/in',
    'https://hooks.force.example:443/',
  ])('may be %s', (url) => expect(addressFault(url, OUT)).toBeUndefined());

  it.each([
    '', 'x', 'hooks.force.example', '//hooks.force.example', 'http://hooks.force.example/', 'ftp://hooks.force.example/', 'file:///etc/passwd', 'javascript:alert(1)',
    'https://other.example/', 'https://hooks.force.example.evil.example/', 'https://evilhooks.force.example/', 'https://hooks.force.example./', 'https://user:word@hooks.force.example/',
    'https://hooks.force.example@other.example/', 'https://hooks.force.example:8443/', 'https://hooks.force.example/#x', 'https://hooks.force.example/\u0000', 'https://hooks.force.example/ x',
    'https://127.0.0.1/', 'https://127.1/', 'https://2130706433/', 'https://0x7f000001/', 'https://017700000001/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://localhost/',
    'https://10.0.0.1/', 'https://169.254.169.254/latest/meta-data/', 'https://[fd00::1]/', 'https://93.184.216.34/', 'http://localhost/', `https://hooks.force.example/${'x'.repeat(500)}`,
  ])('may not be %s', (url) => expect(addressFault(url, OUT)).toEqual(expect.any(String))); // prettier-ignore

  it('may be inside only where the settings say so, and then by its number alone', () => {
    for (const url of ['http://127.0.0.1:8080/x', 'http://[::1]:8080/x', 'https://127.0.0.1/'])
      expect([addressFault(url, TRYING), typeof addressFault(url, OUT)]).toEqual([undefined, 'string']);
    for (const url of ['http://10.0.0.1/', 'http://localhost/', 'http://169.254.169.254/', 'http://[::ffff:10.0.0.1]/'])
      expect(addressFault(url, TRYING)).toEqual(expect.any(String));
  });

  it('is connected to only where it is plainly everybody’s', () => {
    for (const address of ['93.184.216.34', '1.1.1.1', '2606:2800:220:1:248:1893:25c8:1946'])
      expect([address, mayConnect(address, OUT)]).toEqual([address, true]);
    const random = (below: number): number => Math.floor(Math.random() * below);
    const inside = (prefix: string, parts: number): string[] =>
      Array.from({ length: 120 }, () => [prefix, ...Array.from({ length: parts }, () => random(256))].join('.'));
    const forbidden = [
      ...inside('10', 3), ...inside('127', 3), ...inside('0', 3), ...inside('192.168', 2), ...inside('169.254', 2), ...inside('224', 3), ...inside('240', 3), ...inside('255', 3),
      ...inside('198.18', 2), ...inside('100.64', 2), ...inside('172.16', 2), ...inside('172.31', 2), ...inside('192.0.2', 1), ...inside('203.0.113', 1),
    ]; // prettier-ignore
    const mapped = forbidden.slice(0, 600).flatMap((v4) => [`::ffff:${v4}`, `64:ff9b::${v4}`, `::${v4}`]);
    const others = ['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fdff::1', 'ff02::1', '2002:7f00:1::', '2001:db8::1', '2001::1', '100::1', '::ffff:93.184.216.34', 'x', '', '1.1.1']; // prettier-ignore
    const tried = [...forbidden, ...mapped, ...others];
    expect(tried.length).toBeGreaterThan(2_000);
    expect(tried.filter((address) => mayConnect(address, OUT))).toEqual([]);
  });
});
