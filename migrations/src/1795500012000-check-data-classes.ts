import type { MigrationInterface, QueryRunner } from 'typeorm';

const DISCLOSE = 'access.disclose(uuid, smallint, uuid[], text, text, int, text, timestamptz, int)';
const BEFORE = '        INSERT INTO access.disclosure (id,';
const CHECK = '        PERFORM access.refuse_wider(agreement, owned.kind, owned.sensitivity, items);\n';

/** A disclosure never reaches beyond the data classes of its agreement: kind of record, sensitivity and handling codes. */
export class CheckDataClasses1795500012000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION access.refuse_wider(agreement int, kind smallint, sensitivity smallint, items uuid[]) RETURNS void
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE classes sharing.agreement;
      BEGIN
        SELECT * INTO classes FROM sharing.agreement a WHERE a.id = agreement;
        IF NOT kind = ANY (classes.kinds) THEN
          RAISE EXCEPTION 'agreement: This agreement does not cover this kind of record.' USING ERRCODE = 'CL422'; END IF;
        IF sensitivity > classes.most_sensitivity THEN
          RAISE EXCEPTION 'agreement: This record is more sensitive than this agreement covers.' USING ERRCODE = 'CL422'; END IF;
        IF EXISTS (SELECT 1 FROM access.item_visibility v WHERE v.item_id = ANY (items) AND v.disclosure_id IS NULL
            AND NOT v.handling = ANY (classes.handling)) THEN
          RAISE EXCEPTION 'items: This agreement does not cover the handling code of an item.' USING ERRCODE = 'CL422'; END IF;
      END $$;
      ALTER FUNCTION access.refuse_wider(int, smallint, smallint, uuid[]) OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION access.refuse_wider(int, smallint, smallint, uuid[]) FROM PUBLIC;`);
    await rewrite(runner, BEFORE, CHECK + BEFORE);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await rewrite(runner, CHECK + BEFORE, BEFORE);
    await runner.query('DROP FUNCTION access.refuse_wider(int, smallint, smallint, uuid[])');
  }
}

/** One call more in the function as it stands, whatever else its text says. */
async function rewrite(runner: QueryRunner, from: string, to: string): Promise<void> {
  const [{ text }] = (await runner.query(`SELECT pg_get_functiondef('${DISCLOSE}'::regprocedure) AS text`)) as [
    { text: string },
  ];
  if (text.split(from).length !== 2) throw new Error('access.disclose has another text than this migration knows');
  await runner.query(text.replace(from, () => to));
}
