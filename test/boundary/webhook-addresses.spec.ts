import dns from 'node:dns';
import { createServer, type Server } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { callWebhook, type CallFailed } from '../../libs/notifications/src/webhook-call.js';
import { dice } from './tuples.js';

const SEED = Number(process.env['SEED'] ?? 7);
/** `npm run prove -- addresses` tries more. */
const MANY = Number(process.env['N'] ?? 800);
const CALL = { secret: 'k'.repeat(43), id: '00000000-0000-4000-8000-000000000000', body: '{}' };
type Rules = Parameters<typeof callWebhook>[1];
const OUT: Rules = { hosts: ['hooks.force.example'], loopback: false };

/** Networks of one's own, of one's neighbours and of nobody, as first address and last (RFC 6890 and what has been added since). */
const V4 = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const; // prettier-ignore
const V6 = ['::', '::1', 'fe80::1', 'fe80::a9fe:a9fe', 'febf::1', 'fc00::1', 'fd00:ec2::254', 'fdff::1', 'ff02::1', 'ff05::2', '2001:db8::1', '2001::1', '2001:10::1', '3fff::1', '100::1', '64:ff9b:1::1', '5f00::1', 'fec0::1', '4000::1', 'fe80::1%lo', '::1%lo']; // prettier-ignore

const number = (address: string): number => address.split('.').reduce((all, part) => all * 256 + Number(part), 0);
const dotted = (value: number): string => [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');
const hex = (value: number): string => value.toString(16).padStart(8, '0');

/** Addresses that may not be connected to: as they are resolved, and the ways in which a URL can write them. */
function forbidden(): { resolved: string[]; written: string[] } {
  const roll = dice(SEED);
  const v4 = Array.from({ length: Math.ceil(MANY / 8) }, (_, at) => {
    const [net4, bits] = V4[at % V4.length]!;
    const inside = at < V4.length ? 0 : at < 2 * V4.length ? 2 ** (32 - bits) - 1 : roll(2 ** Math.min(31, 32 - bits));
    return dotted(number(net4) + inside);
  });
  const mapped = v4.flatMap((one) => {
    const [high, low] = [hex(number(one)).slice(0, 4), hex(number(one)).slice(4)];
    return [`::ffff:${one}`, `::ffff:${high}:${low}`, `::${one}`, `64:ff9b::${one}`, `2002:${high}:${low}::1`, `2001:0:${high}:${low}::1`, `::ffff:0:${high}:${low}`];
  }); // prettier-ignore
  const resolved = [...v4, ...mapped, ...V6];
  const written = v4.flatMap((one) => {
    const all = number(one);
    return [
      one, String(all), `0x${all.toString(16)}`, `0${all.toString(8)}`, one.split('.').map((part) => `0x${Number(part).toString(16)}`).join('.'),
      one.split('.').map((part) => `0${Number(part).toString(8)}`).join('.'), `${one}.`, [...one].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''), one.replaceAll('.', '。'),
    ];
  }); // prettier-ignore
  return { resolved, written: [...written, ...[...mapped, ...V6].map((one) => `[${one}]`)] };
}

/** T11 for webhooks: what a worker connects to, seen at the socket, whatever an address says and whatever its name resolves to. */
describe('webhooks and addresses of the inside', () => {
  const attempts: string[] = [];
  const [connect, lookup] = [net.Socket.prototype.connect, dns.lookup];
  let answers: (name: string) => string[];
  let looked = 0;
  let system: Server;
  let port: number;
  const called: string[] = [];
  let redirect: { status: number; location: string } | undefined;

  beforeAll(async () => {
    system = createServer((request, reply) => {
      called.push(request.url!);
      reply.writeHead(redirect?.status ?? 204, redirect ? { location: redirect.location } : {}).end();
    });
    await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
    port = (system.address() as AddressInfo).port;
    // The outside world stands in for itself here: what a name resolves to is said by the test, and each attempt to connect is written down.
    net.Socket.prototype.connect = function (this: Socket, ...args: Parameters<Socket['connect']>) {
      this.on('connectionAttempt', (ip: string, at: number) => attempts.push(`${ip}:${at}`));
      return connect.apply(this, args as never);
    } as typeof connect;
    dns.lookup = ((name: string, _options: unknown, done: (error: null, found: dns.LookupAddress[]) => void) => {
      looked += 1;
      done(null, answers(name).map((address) => ({ address, family: net.isIP(address.replace(/%.*/, '')) })));
    }) as never; // prettier-ignore
  });
  beforeEach(() => {
    attempts.splice(0);
    called.splice(0);
    looked = 0;
    redirect = undefined;
  });
  afterAll(async () => {
    Object.assign(net.Socket.prototype, { connect });
    dns.lookup = lookup;
    await new Promise((resolve) => system.close(resolve));
  });

  const call = (url: string, rules = OUT): Promise<string> =>
    callWebhook({ url, ...CALL }, rules).then(
      () => 'called',
      ({ fault }: CallFailed) => fault,
    );

  it('connect where they may, and are seen to: the control', async () => {
    expect(await call(`http://127.0.0.1:${port}/in`, { hosts: [], loopback: true })).toBe('called');
    expect([attempts, called]).toEqual([[`127.0.0.1:${port}`], ['/in']]);
  });

  it('connect to none, however it is written and whatever a listed name resolves to', async () => {
    const { resolved, written } = forbidden();
    const outcomes = new Set<string>();
    for (const host of written)
      for (const url of [`https://${host}/`, `https://hooks.force.example@${host}/`]) outcomes.add(await call(url));
    expect([looked, [...outcomes]]).toEqual([0, ['not-allowed']]);
    for (const address of resolved) {
      answers = () => [address];
      outcomes.add(await call('https://hooks.force.example/'));
    }
    // Beside a public address as well: a name with one of each is somebody trying.
    for (const address of resolved.slice(0, 200)) {
      answers = () => ['93.184.216.34', address];
      outcomes.add(await call('https://hooks.force.example/'));
    }
    expect([...outcomes]).toEqual(['not-allowed']);
    expect(attempts).toEqual([]);
    process.stdout.write(
      `webhook addresses: ${written.length} written twice, ${resolved.length} resolved, ${attempts.length} forbidden connects, seed ${SEED}\n`,
    );
    expect(resolved.length).toBeGreaterThanOrEqual(MANY);
  });

  it('connect to what was checked, though the name has moved by then', async () => {
    const moving = ['127.0.0.1', '10.0.0.1', '169.254.169.254'];
    answers = () => [moving[Math.min(looked - 1, 2)]!];
    // The loopback is allowed here, so that what was checked can be connected to: nobody listens at its port 443.
    expect(await call('https://hooks.force.example/', { ...OUT, loopback: true })).toBe('no-connection');
    expect([looked, attempts]).toEqual([1, ['127.0.0.1:443']]);
    expect(await call('https://hooks.force.example/', { ...OUT, loopback: true })).toBe('not-allowed');
    expect(attempts).toHaveLength(1);
  });

  it('follow no redirect, wherever it leads', async () => {
    const places = ['http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', `http://127.0.0.1:${port}/other`, '//[::1]/', 'file:///etc/passwd', '/same'];
    for (const status of [300, 301, 302, 303, 307, 308])
      for (const location of places) {
        redirect = { status, location };
        expect(await call(`http://127.0.0.1:${port}/in`, { hosts: [], loopback: true })).toBe('redirected');
      }
    expect(new Set(attempts)).toEqual(new Set([`127.0.0.1:${port}`]));
    expect([attempts.length, new Set(called)]).toEqual([36, new Set(['/in'])]);
  }); // prettier-ignore

  it.each(['http://hooks.force.example/', 'https://hooks.force.example:8443/', 'https://hooks.force.example.evil.example/', 'https://other.example/', 'https://user:word@hooks.force.example/', 'https://hooks.force.example#@10.0.0.1/', 'https://hooks.force.example\\@10.0.0.1/', 'https://10.0.0.1\\@hooks.force.example/', 'https://hooks.force.example\t@10.0.0.1/', 'gopher://hooks.force.example/', 'unix:/var/run/x.sock', 'https://ⓗooks.force.example@10.0.0.1/'])(
    'go nowhere at all for %s', async (url) => {
      answers = () => ['10.0.0.1'];
      expect(await call(url)).toBe('not-allowed');
      expect([looked <= 1, attempts]).toEqual([true, []]);
    },
  ); // prettier-ignore
});
