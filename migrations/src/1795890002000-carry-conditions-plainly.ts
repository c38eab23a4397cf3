import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['access.record_visibility', 'access.item_visibility'];
const triggers = (when: string): string =>
  TABLES.map(
    (table) => `DROP TRIGGER carry_conditions ON ${table};
      CREATE TRIGGER carry_conditions BEFORE INSERT ON ${table} FOR EACH ROW ${when} EXECUTE FUNCTION access.carry_conditions();`,
  ).join('\n');
const carry = (how: string, look: string): string => `
  CREATE OR REPLACE FUNCTION access.carry_conditions() RETURNS trigger LANGUAGE plpgsql ${how} AS $$
  BEGIN
    ${look}
    RETURN NEW;
  END $$;`;
const LOOK = `NEW.acknowledge := coalesce((SELECT d.acknowledge FROM access.disclosure d WHERE d.id = NEW.disclosure_id), false);`;

/**
 * Every disclosed grant still carries whether its conditions are to be accepted. The question whether it is one stands in the function: as the
 * trigger's condition it was read anew for each statement, a tenth of what a report's own grants cost (ADR 20). Only the keeper's functions add grants.
 */
export class CarryConditionsPlainly1795890002000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${carry('', `IF NEW.disclosure_id IS NOT NULL THEN ${LOOK} END IF;`)}
      ALTER FUNCTION access.carry_conditions() SECURITY INVOKER RESET search_path;
      ${triggers('')}`);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${carry('SECURITY DEFINER SET search_path = pg_catalog', LOOK)}
      ${triggers('WHEN (NEW.disclosure_id IS NOT NULL)')}`);
  }
}
