import type { MigrationInterface, QueryRunner } from 'typeorm';

type Words = readonly [before: string, after: string];

/** Where a grant to others takes its date from: before, the record's own making, which says when a draft was begun. */
const GIVERS: readonly [name: string, words: readonly Words[]][] = [
  [
    'access.disclose(uuid, smallint, uuid[], text, text, int, text, timestamptz, int)',
    [
      ['SELECT recipient, v.created_at,', 'SELECT recipient, access.shared_since(record, recipient),'],
      ['SELECT recipient, owned.created_at,', 'SELECT recipient, access.shared_since(record, recipient),'],
    ],
  ],
  [
    'access.open_emergency(text, text)',
    [
      ['SELECT me.agency_id, v.created_at,', 'SELECT me.agency_id, access.shared_since(held.id, me.agency_id),'],
      ['VALUES (me.agency_id, owned.created_at,', 'VALUES (me.agency_id, access.shared_since(held.id, me.agency_id),'],
    ],
  ],
];

async function reword(runner: QueryRunner, name: string, words: readonly Words[]): Promise<void> {
  const [found] = (await runner.query(`SELECT pg_get_functiondef('${name}'::regprocedure) AS text`)) as [
    { text: string },
  ];
  let { text } = found;
  for (const [before, after] of words) {
    if (!text.includes(before)) throw new Error(`${name} no longer says "${before}"`);
    text = text.replaceAll(before, after);
  }
  await runner.query(text);
}

/** A recipient's list is ordered by when the record was first shared with its agency; when it was drafted stays with the owner. */
export class DateGrantsByTheirSharing1795500060000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One date for all grants of a record to one agency: a list shows the record once.
      CREATE FUNCTION access.shared_since(record uuid, agency smallint) RETURNS timestamptz
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT coalesce(min(v.created_at), now()) FROM access.record_visibility v
        WHERE v.record_id = record AND v.agency_id = agency AND v.disclosure_id IS NOT NULL $$;
      ALTER FUNCTION access.shared_since(uuid, smallint) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.shared_since(uuid, smallint) FROM PUBLIC;`);
    for (const [name, words] of GIVERS) await reword(runner, name, words);
    for (const table of ['record_visibility', 'item_visibility'])
      await runner.query(`UPDATE access.${table} v SET created_at = first.at
        FROM (SELECT d.record_id, d.recipient_agency_id, min(d.decided_at) AS at FROM access.disclosure d GROUP BY 1, 2) first
        WHERE v.disclosure_id IS NOT NULL AND v.record_id = first.record_id AND v.agency_id = first.recipient_agency_id`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [name, words] of GIVERS)
      await reword(
        runner,
        name,
        name.startsWith('access.disclose')
          ? [
              [
                'SELECT recipient, access.shared_since(record, recipient), v.record_id',
                'SELECT recipient, v.created_at, v.record_id',
              ],
              ['SELECT recipient, access.shared_since(record, recipient),', 'SELECT recipient, owned.created_at,'],
            ]
          : words.map(([before, after]) => [after, before] as const),
      );
    await runner.query('DROP FUNCTION access.shared_since(uuid, smallint)');
  }
}
