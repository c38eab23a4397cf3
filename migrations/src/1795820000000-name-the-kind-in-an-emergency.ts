import type { MigrationInterface, QueryRunner } from 'typeorm';

const SIGNATURE = 'access.open_emergency(text, text)';
const WORDS = [
  ['until timestamp with time zone)', 'until timestamp with time zone, record_kind smallint)'],
  ["'too-many', NULL::uuid, NULL::uuid, NULL::timestamptz;", "'too-many', NULL::uuid, NULL::uuid, NULL::timestamptz, NULL::smallint;"],
  ["'visible', NULL::uuid, held.id, NULL::timestamptz;", "'visible', NULL::uuid, held.id, NULL::timestamptz, owned.kind;"],
  ["'refused', NULL::uuid, NULL::uuid, NULL::timestamptz;", "'refused', NULL::uuid, NULL::uuid, NULL::timestamptz, NULL::smallint;"],
  ["'opened', made, held.id, ends;", "'opened', made, held.id, ends, owned.kind;"],
] as const; // prettier-ignore

/** Whoever opens a record in an emergency is led to its page, which its kind says: the statement that opens it has it in its hands. */
export class NameTheKindInAnEmergency1795820000000 implements MigrationInterface {
  public up(runner: QueryRunner): Promise<void> {
    return answerAnew(runner, WORDS);
  }

  public down(runner: QueryRunner): Promise<void> {
    return answerAnew(
      runner,
      WORDS.map(([before, after]) => [after, before]),
    );
  }
}

/** What a function answers with cannot be changed in place. */
async function answerAnew(runner: QueryRunner, words: readonly (readonly [string, string])[]): Promise<void> {
  const [found] = (await runner.query(`SELECT pg_get_functiondef('${SIGNATURE}'::regprocedure) AS text`)) as [
    { text: string },
  ];
  let { text } = found;
  for (const [before, after] of words) {
    if (text.split(before).length !== 2) throw new Error(`${SIGNATURE} does not say once: ${before}`);
    text = text.replace(before, () => after);
  }
  await runner.query(`DROP FUNCTION ${SIGNATURE}`);
  await runner.query(text);
  await runner.query(`ALTER FUNCTION ${SIGNATURE} OWNER TO keeper; REVOKE EXECUTE ON FUNCTION ${SIGNATURE} FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${SIGNATURE} TO app_request`);
}
