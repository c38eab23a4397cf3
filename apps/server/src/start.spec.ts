import { connect, createServer as net, type AddressInfo, type Socket } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { Config, Public, Requires } from '@clin/platform';
import { startFaults } from '@clin/platform/server';
import { createServer } from './create-server.js';

@Controller('planted')
class Planted {
  @Get()
  public open(): string {
    return 'nobody declared me';
  }
}

@Controller('planted')
class Misspelt {
  @Get()
  @Requires('report.reed', { boundary: 'list' })
  public open(): string {
    return 'no such permission';
  }
}

@Controller('planted')
class Declared {
  @Get()
  @Public('a test of the tests')
  public open(): string {
    return 'declared';
  }
}

describe('The server refuses to start', () => {
  let database: FreshDatabase;
  let config: Config;
  beforeAll(async () => {
    database = await freshDatabase();
    config = Config.of({ databaseUrl: database.requestUrl, databaseSigninUrl: database.signinUrl, logLevel: 'silent' });
  });
  afterAll(() => database.drop());

  it('with a door that declares nothing, or a permission that nobody declared', async () => {
    const started = await createServer(config, { durability: false, overrides: { doors: [Declared] } });
    await started.close();
    await expect(createServer(config, { durability: false, overrides: { doors: [Planted] } })).rejects.toThrow(
      'GET /planted',
    );
    await expect(createServer(config, { durability: false, overrides: { doors: [Misspelt] } })).rejects.toThrow(
      'report.reed',
    );
  });

  it('where migrations are behind', async () => {
    const current = await startFaults('DATABASE_URL', database.requestUrl, { migrations: [], durability: false });
    expect(current).toEqual([]);
    const behind = await startFaults('DATABASE_URL', database.requestUrl, {
      migrations: ['Later1'],
      durability: false,
    });
    expect(behind).toEqual([expect.stringContaining('npm run admin -- migrate')]);
    // One that was never migrated: it has not even the function that is asked.
    const bare = new URL(database.requestUrl);
    bare.pathname = '/postgres';
    const never = await startFaults('DATABASE_URL', bare.href, { migrations: ['First1', 'Later1'], durability: false });
    expect(never).toEqual([expect.stringContaining('is 2 of 2 migrations behind')]);
  });

  it.each([
    ['ends the connection', /went down, or its connection was cut/],
    ['cuts the line', /went down, or its connection was cut/],
    ['falls silent', /did not answer in time/],
  ] as const)(
    'and says what happened where a database %s meanwhile, not that migrations are behind',
    async (how, line) => {
      const admin = new Client({ connectionString: database.adminUrl });
      await admin.connect();
      const there = new URL(database.requestUrl);
      const lines = new Set<Socket>();
      let ended: Promise<unknown> | undefined;
      const between = net((here) => {
        const far = connect(Number(there.port), there.hostname);
        for (const one of [here, far]) lines.add(one.on('error', () => undefined));
        far.pipe(here);
        far.on('close', () => here.destroy());
        here.on('data', (said: Buffer) => {
          if (!said.includes('applied_migrations')) far.write(said);
          else if (how === 'cuts the line') here.destroy();
          else if (how === 'ends the connection')
            ended = admin.query(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE '%request%'",
            );
        });
      });
      await new Promise<void>((ready) => between.listen(0, '127.0.0.1', ready));
      const through = new URL(database.requestUrl);
      through.port = String((between.address() as AddressInfo).port);
      try {
        const faults = await startFaults('DATABASE_URL', through.href, {
          migrations: ['Later1'],
          durability: false,
          patienceMs: 500,
        });
        expect(faults).toEqual([expect.stringMatching(line)]);
        expect(faults.join()).toMatch(/^DATABASE_URL: /);
      } finally {
        for (const one of lines) one.destroy();
        between.close();
        await ended;
        await admin.end();
      }
    },
  );

  it('with a login that can bypass row-level security', async () => {
    for (const url of [database.adminUrl, database.migratorUrl]) {
      const faults = await startFaults('DATABASE_URL', url, { migrations: [], durability: false });
      expect(faults).toEqual([expect.stringContaining('bypass row-level security')]);
    }
  });

  it('where a crash could lose acknowledged writes', async () => {
    const admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    const { rows } = await admin.query<{ name: string }>('SELECT current_database() AS name');
    const set = (value: string) => admin.query(`ALTER DATABASE ${rows[0]!.name} SET synchronous_commit = ${value}`);
    const commits = async () => (await startFaults('DATABASE_URL', database.requestUrl, { migrations: [] })).join();
    await set('off');
    expect(await commits()).toContain('synchronous_commit off');
    await set('on');
    expect(await commits()).not.toContain('synchronous_commit');
    await admin.end();
  });

  it('with one line for an address that nobody answers, and never the password', async () => {
    const faults = await startFaults('DATABASE_URL', 'postgres://app_request:hidden@127.0.0.1:1/x', { migrations: [] });
    expect(faults).toEqual([expect.stringContaining('no database answers')]);
    const wrong = new URL(database.requestUrl);
    wrong.password = 'hidden';
    const refused = await startFaults('DATABASE_URL', wrong.href, { migrations: [], durability: false });
    expect(refused.join()).not.toContain('hidden');
  });
});
