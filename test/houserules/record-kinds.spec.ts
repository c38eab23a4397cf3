import pg from 'pg';
import '@clin/server';
import { declaredKinds, declareRecordKind, RECORD_KIND, type KindDeclaration, type RecordKind } from '@clin/access';
import { freshDatabase, type FreshDatabase } from '@clin/harness';
import { missingOf } from './record-kinds.js';

/** A record kind joins by declaring itself once, and wholly: a half-declared kind fails here by the name of what it lacks. */
describe('kinds of record', () => {
  let database: FreshDatabase;
  let admin: pg.Client;
  beforeAll(async () => {
    database = await freshDatabase();
    admin = new pg.Client(database.adminUrl);
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const kinds = Object.entries(RECORD_KIND) as [RecordKind, number][];

  test.each(kinds)('a %s has joined whole', async (name, number) => {
    expect(await missingOf(admin, { name, number, declaration: declaredKinds().get(name) })).toEqual([]);
  });

  test('have numbers of their own, and none is declared without one', () => {
    expect(new Set(Object.values(RECORD_KIND)).size).toBe(kinds.length);
    expect([...declaredKinds().keys()].filter((name) => !(name in RECORD_KIND))).toEqual([]);
    const report = declaredKinds().get('report')!;
    expect(() => declareRecordKind('planted' as RecordKind, report)).toThrow('no number');
    expect(() => declareRecordKind('report', { ...report })).toThrow('twice');
  });

  test('fail by the name of each part that a half-declared one lacks', async () => {
    const whole = declaredKinds().get('report')!;
    expect(await missingOf(admin, { name: 'planted', number: 99, declaration: undefined })).toEqual([
      'planted has a number and no declaration',
    ]);
    await admin.query('CREATE TABLE intelligence.planted (id uuid PRIMARY KEY, owner_agency_id smallint, version int NOT NULL)');
    const half: Partial<KindDeclaration> = {
      words: whole.words,
      tables: { records: 'intelligence.planted', items: 'intelligence.planted_item' },
      states: { draft: 1, sealed: 2 },
      read: 'planted.read',
      shares: 'report.disclose',
      doors: { api: '/api/v1/planted/:id', page: '/planted/:id' },
      builder: 'testing/a-report.ts#aPlanted',
      card: whole.card,
    };
    expect(await missingOf(admin, { name: 'planted', number: 99, declaration: half })).toEqual([
      'planted declares no projection',
      'planted declares no projectionPage',
      'planted is read by a permission that nobody declares',
      ...['owner_agency_id', 'created_at', 'sensitivity', 'compartment_id', 'private_to', 'status', 'handling', 'discovery', 'retention_group', 'review_on'].map((label) => `planted: intelligence.planted lacks the label ${label}`),
      "planted: intelligence.planted does not call access.track_record('99')",
      'planted: intelligence.planted_item does not call access.place_items()',
      'planted: intelligence.planted_item does not call access.track_item()',
      'planted: intelligence.planted does not call access.hold_restriction()',
      'planted: access.record_home does not know where it is kept',
      'planted: intelligence.planted is not under forced row-level security',
      'planted: access.record_home lets "" share it, and report.disclose "lead, supervisor"',
      'planted: the oracle does not know the state sealed 2',
      'planted: the oracle has no cell for GET /api/v1/planted/:id',
      'planted: the oracle has no cell for GET /planted/:id',
      'planted has no builder of complete records for tests',
    ]);
    await admin.query('DROP TABLE intelligence.planted');
  }); // prettier-ignore
});
