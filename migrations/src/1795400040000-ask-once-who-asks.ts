import type { MigrationInterface, QueryRunner } from 'typeorm';

const DEFINER = 'LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS';
const LIVE_SESSION = (hash: string): string => `
  FROM identity.session s JOIN identity.user_account u ON u.id = s.user_id JOIN identity.agency a ON a.id = u.agency_id
  WHERE s.token_hash = ${hash} AND s.ended_at IS NULL AND s.idle_until > clock_timestamp() AND s.ends_at > clock_timestamp()
    AND u.left_at IS NULL AND a.starts_on <= current_date AND (a.ends_on IS NULL OR a.ends_on >= current_date);`;
const TOKEN_HASH = `sha256(convert_to(current_setting('ctx.token', true), 'UTF8'))`;

/** The token is hashed once per call, not once per row of sessions that a scan compares; each part of the context has its own short way. */
const CONTEXT = `
  CREATE OR REPLACE FUNCTION ctx.actor(OUT user_id uuid, OUT agency_id smallint, OUT clearance smallint, OUT session_id uuid) ${DEFINER} $$
  DECLARE hash bytea := ${TOKEN_HASH};
  BEGIN SELECT u.id, u.agency_id, u.clearance, s.id INTO user_id, agency_id, clearance, session_id ${LIVE_SESSION('hash')} END $$;
  ${[
    ['agency', 'smallint', 'u.agency_id'],
    ['user_id', 'uuid', 'u.id'],
    ['clearance', 'smallint', 'u.clearance'],
  ]
    .map(
      ([name, type, column]) => `CREATE OR REPLACE FUNCTION ctx.${name}() RETURNS ${type} ${DEFINER} $$
  DECLARE hash bytea := ${TOKEN_HASH}; found ${type};
  BEGIN SELECT ${column} INTO found ${LIVE_SESSION('hash')} RETURN found; END $$;`,
    )
    .join('\n')}`;

const CONTEXT_BEFORE = `
  CREATE OR REPLACE FUNCTION ctx.actor(OUT user_id uuid, OUT agency_id smallint, OUT clearance smallint, OUT session_id uuid) ${DEFINER} $$
  BEGIN SELECT u.id, u.agency_id, u.clearance, s.id INTO user_id, agency_id, clearance, session_id ${LIVE_SESSION(TOKEN_HASH)} END $$;
  ${[
    ['agency', 'smallint', 'agency_id'],
    ['user_id', 'uuid', 'user_id'],
    ['clearance', 'smallint', 'clearance'],
  ]
    .map(
      ([name, type, column]) =>
        `CREATE OR REPLACE FUNCTION ctx.${name}() RETURNS ${type} ${DEFINER} $$ BEGIN RETURN (ctx.actor()).${column}; END $$;`,
    )
    .join('\n')}`;

/** Who asks, as these functions compare it with rows: once per call, or (as before) once per row. */
const lookUps = (me: string, mine: string): string => `
  CREATE OR REPLACE FUNCTION ctx.has_role(wanted text) RETURNS boolean ${DEFINER} $$
  BEGIN RETURN coalesce((SELECT true FROM identity.user_role r WHERE r.user_id = ${me} AND r.role = wanted), false); END $$;
  CREATE OR REPLACE FUNCTION ctx.compartments() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
    $$ SELECT m.compartment_id FROM access.compartment_member m WHERE m.user_id = ${me} AND m.ends_on >= current_date $$;
  CREATE OR REPLACE FUNCTION ctx.my_agreements() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
    $$ SELECT p.agreement_id FROM sharing.agreement_party p WHERE p.agency_id = ${mine} $$;`;

/** Policies that look at a visibility table. Its own policy demands the agency already; asking again costs another resolution of the token. */
const policies = (andMine: string, owner: string): string => {
  const visible = (column: string) =>
    `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column}${andMine} LIMIT 1)`;
  const item = (column: string) =>
    `(SELECT true FROM access.item_visibility v WHERE v.item_id = ${column}${andMine} LIMIT 1)`;
  const owned = (column: string) =>
    `(SELECT true FROM access.record_visibility v WHERE v.record_id = ${column}${andMine} AND v.owner_id = ${owner} AND v.disclosure_id IS NULL LIMIT 1)`;
  const ofOwned = owned('report_id');
  const parts = ['report_item', 'report_item_area'].map(
    (table) => `
    ALTER POLICY owner_inserts ON intelligence.${table} WITH CHECK (${ofOwned});
    ALTER POLICY owner_updates ON intelligence.${table} USING (${ofOwned}) WITH CHECK (${ofOwned});
    ALTER POLICY owner_deletes ON intelligence.${table} USING (${ofOwned});`,
  );
  const originals = ['report_original', 'report_item_original', 'report_transition'].map(
    (table) => `ALTER POLICY owner_only ON intelligence.${table} USING (${ofOwned}) WITH CHECK (${ofOwned});`,
  );
  return `
    ALTER POLICY visible ON intelligence.report USING (${visible('report.id')});
    ALTER POLICY owner_updates ON intelligence.report USING (owner_agency_id = (SELECT ctx.agency()) AND ${owned('report.id')});
    ALTER POLICY visible ON intelligence.report_item USING (${item('report_item.id')});
    ALTER POLICY visible ON intelligence.report_item_area USING (${item('report_item_area.item_id')});
    ${[...parts, ...originals].join('\n')}
    ALTER POLICY handler_reads ON intelligence.report_item_source USING (${ofOwned} AND (SELECT ctx.has_role('source-handler')));
    ALTER POLICY owner_inserts ON intelligence.report_item_source WITH CHECK (owner_agency_id = (SELECT ctx.agency()) AND ${ofOwned});
    ALTER POLICY own_and_visible ON notifications.notification
      USING (user_id = (SELECT ctx.user_id()) AND (NOT needs_record OR ${visible('notification.record_id')}));`;
};

/** The context is resolved as often as a policy needs it and no more: it is most of what row-level security costs a page of 25. */
export class AskOnceWhoAsks1795400040000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONTEXT);
    await runner.query(lookUps('(SELECT ctx.user_id())', '(SELECT ctx.agency())'));
    await runner.query(policies('', 'v.agency_id'));
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(policies(' AND v.agency_id = (SELECT ctx.agency())', '(SELECT ctx.agency())'));
    await runner.query(lookUps('ctx.user_id()', 'ctx.agency()'));
    await runner.query(CONTEXT_BEFORE);
  }
}
