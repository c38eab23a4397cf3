import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { inTurn } from './stats.mjs';

const CONNECTIONS = 20;
const ROUNDS = 2;
const LIST = '/api/v1/reports?limit=25';
const PICTURE = '/api/v1/national-picture';

export async function measureHttp(urls, { password, seconds, say }) {
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
    const headers = { authorization: `Bearer ${await signIn(ours, password)}` };
    const rate = (url, path) => async () => {
      const { requests, non2xx, errors } = await autocannon({
        url: url + path,
        headers,
        connections: CONNECTIONS,
        duration: seconds,
      });
      if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests to ${path} failed`);
      return [requests.average];
    };
    for (const url of [ours, unaudited])
      await autocannon({ url: url + LIST, headers, connections: CONNECTIONS, duration: 2 });
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

async function signIn(url, password) {
  const reply = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'analyst@mer.example', password }),
  });
  if (reply.status !== 201) throw new Error(`Sign-in answered ${reply.status}`);
  return (await reply.json()).token;
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
