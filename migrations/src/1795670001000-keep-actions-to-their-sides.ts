import type { MigrationInterface, QueryRunner } from 'typeorm';

const ME = '(SELECT ctx.agency())';
/** Only an emergency's grant is one person's and has an id beside the owner's own. */
const BY_RIGHT = ' AND (v.private_to IS NULL OR v.disclosure_id IS NULL)';
const READS = (which: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.record_id = action.record_id${which} LIMIT 1)`;
const KIND = (which: string): string =>
  `(SELECT v.kind FROM access.item_visibility v WHERE v.record_id = action.record_id${which} LIMIT 1)`;
const OWNED = `(SELECT true FROM access.record_visibility v WHERE v.record_id = action.record_id AND v.disclosure_id IS NULL LIMIT 1)`;
const PART = (column: string): string =>
  `(SELECT true FROM access.item_visibility v WHERE v.item_id = ${column} LIMIT 1)`;
const SIDES = (of: string): string => `(${of}.owner_agency_id = ${ME} OR ${of}.assigned_agency_id = ${ME})`;
/** The action of a step, as far as whoever asks sees it. */
const OF = (which: string): string =>
  `(SELECT true FROM cases.action a WHERE a.id = action_step.action_id${which} LIMIT 1)`;
const KNOWN = ` AND (a.owner_agency_id = ${ME} OR action_step.by_agency = ${ME} OR action_step.at >= a.assigned_since OR ${PART('a.part_id')})`;
const SIGNED = ' AND result IS NULL AND completed_by IS NULL AND verified_by IS NULL';

/**
 * What one agency did and said about an action is not told to the next one that is asked. Who did it and who verified it are whoever says so,
 * each of their own side. An emergency opens a record's items, and not what is to be done about it.
 */
export class KeepActionsToTheirSides1795670001000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE cases.action ADD COLUMN assigned_since timestamptz NOT NULL DEFAULT now();
      COMMENT ON COLUMN cases.action.assigned_since IS 'since when this agency is asked: of the steps before, it knows its own alone';
      UPDATE cases.action a SET assigned_since = coalesce((SELECT max(s.at) FROM cases.action_step s WHERE s.action_id = a.id AND s.step = 'reassign'), a.created_at);
      CREATE FUNCTION cases.sign_action() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF NEW.assigned_agency_id <> OLD.assigned_agency_id THEN
          NEW.assigned_since := now(); NEW.result := NULL; NEW.completed_by := NULL;
        END IF;
        IF ctx.user_id() IS NOT NULL AND (
            NEW.completed_by IS DISTINCT FROM OLD.completed_by AND NEW.completed_by IS NOT NULL
              AND (NEW.completed_by <> ctx.user_id() OR NEW.assigned_agency_id <> ctx.agency())
            OR NEW.verified_by IS DISTINCT FROM OLD.verified_by AND (NEW.verified_by IS DISTINCT FROM ctx.user_id() OR NEW.owner_agency_id <> ctx.agency())) THEN
          RAISE EXCEPTION 'signed-for-another' USING ERRCODE = 'insufficient_privilege'; END IF;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION cases.sign_action() FROM PUBLIC;
      CREATE TRIGGER sign BEFORE UPDATE ON cases.action FOR EACH ROW EXECUTE FUNCTION cases.sign_action();
      -- The part of a case is of the case that the action is about, and an id of another's is as unknown as one of nobody's.
      ALTER TABLE cases.case_part ADD UNIQUE (id, report_id);
      ALTER TABLE cases.action DROP CONSTRAINT action_part_id_fkey, ADD FOREIGN KEY (part_id, record_id) REFERENCES cases.case_part (id, report_id);
      ALTER POLICY with_action ON cases.action_step USING (${OF(KNOWN)});
    `);
    await this.say(runner, BY_RIGHT, SIGNED, ` AND ${SIDES('a')}`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await this.say(runner, '', '', '');
    await runner.query(`
      ALTER POLICY with_action ON cases.action_step USING (${OF('')});
      ALTER TABLE cases.action DROP CONSTRAINT action_part_id_record_id_fkey, ADD FOREIGN KEY (part_id) REFERENCES cases.case_part;
      ALTER TABLE cases.case_part DROP CONSTRAINT case_part_id_report_id_key;
      DROP TRIGGER sign ON cases.action;
      DROP FUNCTION cases.sign_action();
      ALTER TABLE cases.action DROP COLUMN assigned_since;
    `);
  }

  private async say(runner: QueryRunner, right: string, signed: string, sides: string): Promise<void> {
    await runner.query(`
      ALTER POLICY both_sides ON cases.action USING (${READS(right)} AND (${SIDES('action')} OR ${PART('action.part_id')}));
      ALTER POLICY both_sides_move ON cases.action USING (${READS(right)} AND ${SIDES('action')});
      ALTER POLICY reader_raises ON cases.action WITH CHECK (owner_agency_id = ${ME} AND created_by = (SELECT ctx.user_id())
        AND state = 1 AND kind = ${KIND(right)} AND (part_id IS NULL OR ${OWNED})${signed});
      ALTER POLICY with_action_added ON cases.action_step WITH CHECK (by_user = (SELECT ctx.user_id()) AND by_agency = ${ME} AND ${OF(sides)});
    `);
  }
}
