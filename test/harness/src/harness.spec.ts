import pg from 'pg';
import { chromium, describeWith, type FreshDatabase, freshDatabase, redisServer } from './index.js';

describe('a fresh database', () => {
  let database: FreshDatabase;
  beforeAll(async () => (database = await freshDatabase()));
  afterAll(() => database.drop());

  async function one<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows[0];
    } finally {
      await client.end();
    }
  }

  test.each(['requestUrl', 'signinUrl', 'workerUrl', 'migratorUrl'] as const)(
    '%s cannot bypass the second wall',
    async (login) => {
      const role = await one(
        database[login],
        'SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user',
      );
      expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
    },
  );

  test('runs with the settings that production demands', async () => {
    const sql =
      "SELECT string_agg(setting, ' ') AS all FROM pg_settings WHERE name IN ('fsync','full_page_writes','synchronous_commit')";
    expect(await one(database.requestUrl, sql)).toEqual({ all: 'on on on' });
  });

  test('lets no application login create anything', async () => {
    await expect(one(database.requestUrl, 'CREATE TABLE public.mine (id int)')).rejects.toThrow(/permission denied/);
    await expect(one(database.requestUrl, 'SET ROLE keeper')).rejects.toThrow(/permission denied/);
  });

  test('comes with a queue database of its own', async () => {
    expect(await one(await database.queueUrl(), 'SELECT current_user::text AS name')).toEqual({ name: 'queue' });
  });
});

describeWith('redis-server')('Redis', () => {
  test('starts and stops', async () => {
    const redis = await redisServer();
    expect(redis.url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
    await redis.stop();
  });
});

describeWith('chromium')('Chromium', () => {
  test('opens a page', async () => {
    const browser = await chromium();
    const page = await browser.newPage();
    await page.setContent('<h1>Here</h1>');
    expect(await page.textContent('h1')).toBe('Here');
    await browser.close();
  });
});
