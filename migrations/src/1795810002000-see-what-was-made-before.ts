import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewordFunction, type Words } from './reword-function.js';

const BEFORE = (since: string): string => `${since} IS DISTINCT FROM pg_current_xact_id_if_assigned()`;
const OWN = 'user_id = (SELECT ctx.user_id())';
const ADDED = 'added_by = excluded.added_by';
const ADMITTED: Words[] = [[ADDED, `${ADDED}, since = excluded.since`]];
const ACCEPTED = 'k.disclosure_id = g.disclosure_id AND k.user_id = ';
const MINE: Words[] = [
  [`${ACCEPTED}(SELECT ctx.user_id())`, `${ACCEPTED}(SELECT ctx.user_id()) AND ${BEFORE('k.since')}`],
];
const THEIRS: Words[] = [[`${ACCEPTED}me.user_id`, `${ACCEPTED}me.user_id AND ${BEFORE('k.since')}`]];
const ASKED = 'k.disclosure_id = v.disclosure_id AND k.user_id = me.user_id';
const TOLD = 'k.disclosure_id = d.id AND k.user_id = (SELECT ctx.user_id())';
const MEMBER = 'm.ends_on >= current_date';
const LAPSED = 'a.starts_on > current_date';
const FOUNDER: Words[] = [
  ['(compartment_id, user_id, reason, ends_on, agency_id, added_by)', '(compartment_id, user_id, reason, ends_on, agency_id, added_by, since)'],
  ['me.user_id, why, until, me.agency_id, me.user_id);', "me.user_id, why, until, me.agency_id, me.user_id, '0');"],
]; // prettier-ignore

/** By what it changes: who is in an operation, what was accepted, and which agreements are in force. */
const FUNCTIONS: [name: string, words: Words[]][] = [
  ['ctx.compartments()', [[MEMBER, `${MEMBER} AND ${BEFORE('m.since')}`]]],
  ['access.admit(uuid, uuid, text, date)', ADMITTED],
  ['access.put_in_lead(int, uuid, text, text, date)', ADMITTED],
  ['access.open_operation(text, text, date)', FOUNDER],
  ['ctx.withheld()', MINE],
  ['intelligence.given_before(uuid)', [[TOLD, `${TOLD} AND ${BEFORE('k.since')}`]]],
  ['referrals.move(uuid, text, int, text, jsonb, smallint, timestamptz, timestamptz, timestamptz)', THEIRS],
  [
    'sharing.ask_permission(uuid, text, uuid, uuid[], text, text, text, text, boolean, timestamptz, timestamptz, timestamptz)',
    [[ASKED, `${ASKED} AND ${BEFORE('k.since')}`]],
  ],
  ['ctx.lapsed_agreements()', [[LAPSED, `${LAPSED} OR a.since = pg_current_xact_id_if_assigned()`]]],
];
const DATED: [table: string, at: string][] = [
  ['access.compartment_member', 'pg_current_xact_id()'],
  ['access.acknowledgement', 'pg_current_xact_id()'],
  ['sharing.agreement', "'0'"],
];

/**
 * What a person can give themselves, or their own agency, shows nothing in the transaction that gives it: a membership, an acceptance of conditions,
 * an agreement put in force or joined. Otherwise whoever undoes the transaction would have read, and there would be no trace of it. An operation's
 * founder is in it at once: nothing is in it but what they put there.
 */
export class SeeWhatWasMadeBefore1795810002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    for (const [table, made] of DATED)
      await runner.query(`ALTER TABLE ${table} ADD COLUMN since xid8 NOT NULL DEFAULT '0';
        ALTER TABLE ${table} ALTER COLUMN since SET DEFAULT ${made};
        COMMENT ON COLUMN ${table}.since IS 'the transaction from whose end on it counts'`);
    await runner.query(`
      ALTER POLICY own ON access.acknowledgement USING (${OWN} AND ${BEFORE('since')});
      CREATE FUNCTION sharing.date_force() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        NEW.since := pg_current_xact_id();
        RETURN NEW;
      END $$;
      CREATE FUNCTION sharing.date_party() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        UPDATE sharing.agreement a SET since = pg_current_xact_id() WHERE a.id = NEW.agreement_id;
        RETURN NULL;
      END $$;
      ALTER FUNCTION sharing.date_party() OWNER TO keeper;
      REVOKE EXECUTE ON FUNCTION sharing.date_force(), sharing.date_party() FROM public;
      CREATE TRIGGER date_force BEFORE UPDATE OF status, starts_on, ends_on ON sharing.agreement FOR EACH ROW EXECUTE FUNCTION sharing.date_force();
      CREATE TRIGGER date_party AFTER INSERT ON sharing.agreement_party FOR EACH ROW EXECUTE FUNCTION sharing.date_party();
    `);
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words);
  }

  public async down(runner: QueryRunner): Promise<void> {
    for (const [name, words] of FUNCTIONS) await rewordFunction(runner, name, words, true);
    await runner.query(`
      ALTER POLICY own ON access.acknowledgement USING (${OWN});
      DROP TRIGGER date_party ON sharing.agreement_party;
      DROP TRIGGER date_force ON sharing.agreement;
      DROP FUNCTION sharing.date_party(), sharing.date_force();
    `);
    for (const [table] of DATED) await runner.query(`ALTER TABLE ${table} DROP COLUMN since`);
  }
}
