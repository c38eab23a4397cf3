import { execFile } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', '..', 'tools', 'start.mjs');

/** Starts with an environment that cannot work; what it said, and how it ended. */
function start(env: Record<string, string>): Promise<{ code: number; said: string }> {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(DATABASE|QUEUE|PUBLIC|HOST|PORT)/.test(name)),
  );
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program], { env: { ...clean, ...env } }, (_error, _out, said) => {
      resolve({ code: child.exitCode ?? -1, said });
    });
  });
}

const closed = 'postgres://someone:pa55word@127.0.0.1:1/county_lines';
const logins = {
  DATABASE_URL: closed,
  DATABASE_SIGNIN_URL: closed,
  DATABASE_WORKER_URL: closed,
  QUEUE_URL: 'redis://127.0.0.1:1',
};

describe('npm start says in one line what to do about', () => {
  test.each([
    ['a port that is no number', { PORT: 'x1' }, /PORT must be a number/],
    [
      'an address of another machine',
      { HOST: '192.0.2.7', PUBLIC_URL: 'https://x.example' },
      /HOST 192\.0\.2\.7 is no address of this machine/,
    ],
    [
      'an open address without https',
      { HOST: '0.0.0.0', PUBLIC_URL: 'http://x.example' },
      /set PUBLIC_URL to the https address/,
    ],
    ['an address that is no URL', { DATABASE_URL: 'nonsense' }, /DATABASE_URL: that is not a URL/],
    [
      'a login that is missing',
      { DATABASE_URL: 'postgres://someone@127.0.0.1:1/x' },
      /DATABASE_URL: nothing listens there/,
    ],
    ['a server that is not there', logins, /DATABASE_URL: nothing listens there/],
  ])('%s', async (_name, env, line) => {
    const { code, said } = await start({ PORT: '0', ...env });
    expect(said).toMatch(line);
    expect(said.trim().split('\n')).toHaveLength(1);
    expect(said).not.toContain('pa55word');
    expect(code).toBe(1);
  });

  test('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, said } = await start({ PORT: String(port) });
    other.close();
    expect(said.trim()).toBe(
      `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
    );
    expect(code).toBe(1);
  });
});
