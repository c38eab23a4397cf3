import { declareRecordKind, type KindDeclaration } from '@clin/access';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { Config, Databases, InvalidInput, NotVisible, Read, Work, type Actor } from '@clin/platform';
import { anActor } from '@clin/platform/testing';
import pg from 'pg';
import { InboxQuery } from './inbox.query.js';
import { MarkAsRead } from './mark-as-read.js';
import { declareNotification } from './notification-kinds.js';
import { ToldWorld } from './testing/index.js';

const AUDIENCE = { scope: 'recipients', roles: ['analyst'] } as const;
declareNotification({
  kind: 'shared',
  eventType: 'thing.shared.v1',
  audience: AUDIENCE,
  title: 'A thing was shared',
  href: (id) => `/things/${id}`,
});
declareNotification({
  kind: 'recall',
  eventType: 'thing.recalled.v1',
  audience: { ...AUDIENCE, scope: 'recalled' },
  title: 'A thing was recalled',
});

/** Named as their room names them: here only the one that may be read. */
const readable = new Set<string>();
declareRecordKind('report', {
  read: 'thing.read',
  card: (_rows, _actor, ids) =>
    Promise.resolve(
      ids
        .filter((id) => readable.has(id))
        .map((id) => ({ id, reference: 'IR-THING', title: '', href: '', marking: '', handling: [] })),
    ),
} as Partial<KindDeclaration> as KindDeclaration);

describe('the inbox', () => {
  let database: FreshDatabase;
  let databases: Databases;
  let world: ToldWorld;
  let inbox: InboxQuery;
  let mark: MarkAsRead;
  let analyst: Actor;

  beforeAll(async () => {
    database = await freshDatabase();
    databases = new Databases(Config.of({ databaseUrl: database.requestUrl }));
    await databases.onModuleInit();
    inbox = new InboxQuery(new Read(databases));
    mark = new MarkAsRead(new Work(databases));
  });
  beforeEach(async () => {
    world = await ToldWorld.create(database.adminUrl);
    analyst = await signedIn('analyst');
  });
  afterEach(() => world.close());
  afterAll(async () => {
    await databases.onApplicationShutdown();
    await database.drop();
  });

  async function signedIn(person: 'analyst' | 'supervisor'): Promise<Actor> {
    return anActor({ userId: world.people[person], agencyId: world.recipient, token: await world.signIn(person) });
  }

  it('lists what happened, with the record and its page, newest first, and logs the ids it returned', async () => {
    await world.notify('analyst', 'shared');
    await world.notify('analyst', 'recall', false);
    const { items, next, unread } = await inbox.page(analyst, {});
    expect(items.map(({ title, recordId, href }) => ({ title, recordId, href }))).toEqual([
      { title: 'A thing was recalled', recordId: undefined, href: undefined },
      { title: 'A thing was shared', recordId: world.record, href: `/things/${world.record}` },
    ]);
    expect({ next, unread }).toEqual({ next: null, unread: 2 });
    expect([...analyst.trail.returned]).toEqual([world.record]);
  });

  it('names the record by its reference where it may be read, so that two are told apart', async () => {
    await world.notify('analyst', 'shared');
    const named = async (): Promise<unknown[]> => (await inbox.page(analyst, {})).items.map((item) => item.reference);
    expect(await named()).toEqual([undefined]);
    readable.add(world.record);
    expect(await named()).toEqual([undefined]);
    analyst.permissions = new Set([...analyst.permissions, 'thing.read']);
    expect(await named()).toEqual(['IR-THING']);
  });

  it('shows nothing of a record that is no longer visible, not even in the count', async () => {
    await world.notify('analyst', 'shared');
    await world.revoke();
    expect(await inbox.page(analyst, {})).toEqual({ items: [], next: null, unread: 0 });
  });

  it('hides it while the agreement is suspended and shows it again afterwards', async () => {
    await world.notify('analyst', 'shared');
    await world.suspend('suspended');
    expect(await inbox.unread(analyst)).toBe(0);
    await world.suspend('active');
    expect(await inbox.unread(analyst)).toBe(1);
  });

  it('pages without losing or repeating a row', async () => {
    for (let n = 0; n < 7; n += 1) await world.notify('analyst', 'shared');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = await inbox.page(analyst, { limit: '3', ...(cursor ? { cursor } : {}) });
      seen.push(...items.map(({ id }) => id));
      cursor = next ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  it.each([{ limit: '0' }, { limit: '101' }, { limit: 'x' }, { cursor: 'nonsense' }])('refuses %j', async (input) => {
    await expect(inbox.page(analyst, input)).rejects.toThrow(InvalidInput);
  });

  it('marks one notification as read, and again changes nothing', async () => {
    const id = await world.notify('analyst', 'shared');
    const { readAt } = await mark.execute(analyst, id);
    expect(await mark.execute(analyst, id)).toEqual({ id, readAt });
    expect(await inbox.page(analyst, {})).toMatchObject({ unread: 0, items: [{ id, readAt }] });
  });

  it("keeps other people's, invisible, absent and malformed notifications apart from nothing", async () => {
    const id = await world.notify('analyst', 'shared');
    const supervisor = await signedIn('supervisor');
    for (const other of [id, '00000000-0000-4000-8000-000000000000', 'x']) {
      await expect(mark.execute(supervisor, other)).rejects.toThrow(NotVisible);
    }
    await world.revoke();
    await expect(mark.execute(analyst, id)).rejects.toThrow(NotVisible);
  });

  it('holds with row-level security alone: arbitrary SQL finds no row of somebody else, and none to change', async () => {
    await world.notify('analyst', 'shared');
    const mine = await world.notify('supervisor', 'shared');
    const client = new pg.Client({ connectionString: database.requestUrl });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('ctx.token', $1, true)`, [await world.signIn('supervisor')]);
      expect((await client.query('SELECT id FROM notifications.notification')).rows).toEqual([{ id: mine }]);
      expect((await client.query('UPDATE notifications.notification SET read_at = now()')).rowCount).toBe(1);
      await expect(client.query(`UPDATE notifications.notification SET user_id = gen_random_uuid()`)).rejects.toThrow(
        'permission denied',
      );
    } finally {
      await client.end();
    }
  });
});
