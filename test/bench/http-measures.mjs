import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import pg from 'pg';
import { inTurn } from './stats.mjs';

const CONNECTIONS = 20;
const ROUNDS = 2;
/** Of one person: the rate limit counts a session's last minute, which nobody fills with a hundred thousand requests. */
const SESSIONS = 400;
const LIST = '/api/v1/reports?limit=25';
const PICTURE = '/api/v1/national-picture';

export async function measureHttp(urls, { seconds, say }) {
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
  const [ours, unaudited, floor] = servers.map((server) => server.url);
  try {
    const requests = (await openSessions(urls.DATABASE_ADMIN_URL)).map((token) => ({
      headers: { authorization: `Bearer ${token}` },
    }));
    const rate = (url, path) => async () => {
      const answered = await autocannon({
        url: url + path,
        requests,
        connections: CONNECTIONS,
        duration: seconds,
      });
      const failed = answered.non2xx + answered.errors;
      if (failed > 0) throw new Error(`${failed} requests to ${path} failed`);
      return [answered.requests.average];
    };
    for (const url of [ours, unaudited])
      await autocannon({ url: url + LIST, requests, connections: CONNECTIONS, duration: 2 });
    say(`Measuring over HTTP: ${CONNECTIONS} connections, ${seconds} s a turn …`);
    const [list, bare, floorList] = await inTurn(
      [rate(ours, LIST), rate(unaudited, LIST), rate(floor, '/list')],
      ROUNDS,
    );
    const [picture] = await inTurn([rate(ours, PICTURE)], 1);
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

function start(file, env) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with code ${code}`)));
    child.stdout.once('data', (port) =>
      resolve({ url: `http://127.0.0.1:${Number(port)}`, stop: () => child.kill('SIGTERM') }),
    );
  });
}
