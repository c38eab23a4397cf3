import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import pg from 'pg';
import { argumentsOf } from '../../tools/start/service.mjs';
import { processorTime } from './processor-time.mjs';
import { inTurn, median } from './stats.mjs';

/** As many as the trial had that the bar was set by: enough that both sides use the whole processor, and neither waits for its own answers. */
const CONNECTIONS = 50;
/** Requests before the first turn, to each side as many: by then the code that serves them is compiled. */
const WARM_UP = 5000;
const ROUNDS = 7;
/** Of one person: the rate limit counts a session's last minute, which nobody fills with a hundred thousand requests. */
const SESSIONS = 400;
const LIST = '/api/v1/reports?limit=25';
const PICTURE = '/api/v1/national-picture';

export async function measureHttp(urls, { seconds, say, postgres }) {
  const env = {
    ...process.env,
    ...urls,
    LOG_LEVEL: 'silent',
    REQUESTS_PER_MINUTE: '100000000',
    SIGN_INS_PER_MINUTE: '1000',
    NODE_ENV: 'production',
  };
  const servers = await Promise.all([
    start('our-server.mjs', env),
    start('our-server.mjs', { ...env, UNAUDITED: '1' }),
    start('floor-server.mjs', env),
  ]);
  const [ours, unaudited, floor] = servers;
  const spent = new Map(servers.map((server) => [server, []]));
  try {
    const requests = (await openSessions(urls.DATABASE_ADMIN_URL)).map((token) => ({
      headers: { authorization: `Bearer ${token}` },
    }));
    const rate = (server, path) => async () => {
      const before = processorTime(server.pid, postgres);
      const answered = await autocannon({
        url: server.url + path,
        requests,
        connections: CONNECTIONS,
        duration: seconds,
      });
      const failed = answered.non2xx + answered.errors;
      if (failed > 0) throw new Error(`${failed} requests to ${path} failed`);
      if (path !== PICTURE && before !== undefined)
        spent.get(server).push((processorTime(server.pid, postgres) - before) / answered['2xx']);
      return [answered.requests.average];
    };
    for (const [{ url }, path] of [
      [ours, LIST],
      [unaudited, LIST],
      [floor, '/list'],
    ])
      await autocannon({ url: url + path, requests, connections: CONNECTIONS, amount: WARM_UP });
    say(`Measuring over HTTP: ${CONNECTIONS} connections, ${seconds} s a turn …`);
    const [list, bare, floorList] = await inTurn(
      [rate(ours, LIST), rate(unaudited, LIST), rate(floor, '/list')],
      ROUNDS,
    );
    const [picture] = await inTurn([rate(ours, PICTURE)], 1);
    const processor = (words, less, more) => {
      const [bare, whole] = [median(spent.get(less)), median(spent.get(more))];
      return {
        measure: `  processor time of both, ${words}`,
        ours: whole,
        floor: bare,
        unit: 'µs',
        ratio: bare / whole,
        bar: '',
      };
    };
    return [
      {
        measure: 'HTTP list of 25, two walls and audit ÷ floor',
        ours: list,
        floor: floorList,
        unit: 'req/s',
        ratio: list / floorList,
        bar: '≥ 0.45',
        good: list / floorList >= 0.45,
      },
      {
        measure: 'HTTP list, audited ÷ unaudited',
        ours: list,
        floor: bare,
        unit: 'req/s',
        ratio: list / bare,
        bar: '≥ 0.85',
        good: list / bare >= 0.85,
      },
      ...(spent.get(ours).length > 0
        ? [processor('floor ÷ ours', floor, ours), processor('unaudited ÷ audited', unaudited, ours)]
        : []),
      { measure: 'HTTP national picture, twelve months', ours: picture, unit: 'req/s', bar: '' },
    ];
  } finally {
    for (const server of servers) server.stop();
  }
}

async function openSessions(adminUrl) {
  const tokens = Array.from({ length: SESSIONS }, () => randomUUID());
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  await admin.query(
    `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at)
     SELECT decode(hash, 'hex'), u.id, 'api', now() + interval '1 hour', now() + interval '1 hour'
     FROM unnest($1::text[]) hash, identity.user_account u WHERE u.email = 'analyst@mer.example'`,
    [tokens.map((token) => createHash('sha256').update(token).digest('hex'))],
  );
  await admin.end();
  return tokens;
}

/** Each side with what Node is given in service. */
function start(file, env) {
  const flags = argumentsOf('serve').slice(0, -1);
  const child = spawn(process.execPath, [...flags, fileURLToPath(new URL(file, import.meta.url))], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with code ${code}`)));
    child.stdout.once('data', (port) =>
      resolve({ url: `http://127.0.0.1:${Number(port)}`, pid: child.pid, stop: () => child.kill('SIGTERM') }),
    );
  });
}
