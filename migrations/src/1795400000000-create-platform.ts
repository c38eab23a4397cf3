import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schemas, and the transactional outbox and idempotency keys that every write shares. */
export class CreatePlatform1795400000000 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA ctx; CREATE SCHEMA platform; CREATE SCHEMA identity; CREATE SCHEMA access; CREATE SCHEMA audit;
      CREATE SCHEMA sharing; CREATE SCHEMA intelligence; CREATE SCHEMA notifications; CREATE SCHEMA picture;
      GRANT USAGE, CREATE ON SCHEMA ctx, platform, identity, access, audit, sharing, intelligence, notifications, picture TO keeper;
      GRANT USAGE ON SCHEMA ctx, platform, identity, access, audit, sharing, intelligence, notifications, picture
        TO app_request, app_worker;
      GRANT USAGE ON SCHEMA ctx, identity, audit, platform TO app_signin;
      ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

      CREATE TABLE platform.outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        type text NOT NULL,
        record_id uuid NOT NULL,
        actor_id uuid NOT NULL,
        agency_id smallint NOT NULL,
        payload jsonb NOT NULL,
        occurred_at timestamptz NOT NULL DEFAULT now(),
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        relayed_at timestamptz
      );
      CREATE INDEX outbox_waiting ON platform.outbox (id) WHERE relayed_at IS NULL;
      GRANT INSERT (type, record_id, actor_id, agency_id, payload) ON platform.outbox TO app_request;
      GRANT SELECT, UPDATE (relayed_at) ON platform.outbox TO app_worker;
      GRANT SELECT ON platform.outbox TO keeper;

      CREATE TABLE platform.idempotency (
        user_id uuid NOT NULL,
        key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
        request_hash text NOT NULL,
        result jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, key)
      );
      GRANT SELECT, INSERT, UPDATE (result), DELETE ON platform.idempotency TO app_request;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP SCHEMA picture, notifications, intelligence, sharing, audit, access, identity, platform, ctx CASCADE;
      ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
    `);
  }
}
