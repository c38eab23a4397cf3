/** A failure as one line that says what to do. Never prints a URL, which may hold a password. */
const FIXES = {
  ECONNREFUSED: 'nothing listens there. Is the server running, and are host and port right?',
  ENOTFOUND: 'that host name does not exist. Check the URL.',
  EAI_AGAIN: 'that host name could not be looked up. Check the URL and the network.',
  ETIMEDOUT: 'no answer. Check host, port and firewall.',
  ERR_INVALID_URL: 'that is not a URL such as postgres://user:password@host:5432/database.',
  '28P01': 'the password is wrong for that user.',
  28000: 'the server does not let that user in from here (pg_hba.conf).',
  '3D000': 'that database does not exist. Create it with `npm run admin -- prepare-database`.',
  42501:
    'that user lacks a privilege. Run `npm run admin -- prepare-database` with an administrator in DATABASE_ADMIN_URL.',
  53300: 'the server has no free connection. Raise max_connections or close other clients.',
};

class Explained extends Error {}

export function explain(error, what) {
  if (error instanceof Explained) return error.message;
  const cause = error.errors?.[0] ?? error.cause ?? error;
  if (cause.code === 'ENOSPC') return 'The disk is full. Free some space, then start again.';
  if (cause.code === 'EACCES' || cause.code === 'EROFS') {
    return `${cause.path ?? 'A file'} cannot be written. Start from a folder that you own.`;
  }
  const fix = FIXES[cause.code];
  if (what) return `${what}: ${fix ?? cause.message}`;
  return fix ? `The database: ${fix}` : cause.message || String(cause);
}

/** Each login's URL must work before anything is started with it. */
export async function checkExternal(env) {
  const { default: pg } = await import('pg');
  for (const name of ['DATABASE_URL', 'DATABASE_SIGNIN_URL', 'DATABASE_WORKER_URL', 'QUEUE_URL']) {
    const url = env[name]?.trim();
    if (!url) {
      throw new Error(
        `${name} is not set: with DATABASE_URL, set DATABASE_SIGNIN_URL, DATABASE_WORKER_URL and QUEUE_URL too (see README).`,
      );
    }
    if (!/^(postgres(ql)?|rediss?):\/\/./.test(url) || (name !== 'QUEUE_URL' && url.startsWith('redis'))) {
      throw new Error(`${name}: ${FIXES.ERR_INVALID_URL}`);
    }
    try {
      if (url.startsWith('redis')) await knock(new URL(url));
      else await signIn(pg, url);
    } catch (error) {
      throw new Explained(explain(error, name), { cause: error });
    }
  }
}

async function signIn(pg, url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => {});
  }
}

async function knock({ hostname, port }) {
  const { connect } = await import('node:net');
  await new Promise((resolve, reject) => {
    const socket = connect(Number(port) || 6379, hostname);
    socket.setTimeout(10_000, () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    socket.once('connect', () => resolve(socket.destroy()));
    socket.once('error', reject);
  });
}
