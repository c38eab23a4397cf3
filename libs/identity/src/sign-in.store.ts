import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Databases, type Trail } from '@clin/platform';
import { asJson, entryOf } from '@clin/platform/server';
import { hashToken } from './session-token.js';

export type SessionKind = 'page' | 'api';

export interface Attempt {
  /** The account that the address names, for the audit log only. */
  account: string | null;
  /** Absent when there is no such account, or it waits. */
  passwordHash: string | null;
}

const FREE_ATTEMPTS = 10;
/** Idle and absolute time; the database extends idle time on use and stops at the absolute one. */
const IDLE: Record<SessionKind, string> = { page: '15 minutes', api: '1 hour' };
const ABSOLUTE = '8 hours';

/** The rows of signing in, through the login that sees no records. */
@Injectable()
export class SignInStore {
  public constructor(private readonly databases: Databases) {}

  /**
   * Counts the attempt before the password is compared, so that guesses at once cannot outrun the count. After ten failures the account
   * waits 30 seconds, then double, up to an hour. Commits without waiting for the disk: the time must not tell a known account.
   */
  public async claim(email: string): Promise<Attempt> {
    return this.transaction(async (client) => {
      await client.query('SET LOCAL synchronous_commit = off');
      const { rows } = await client.query<Attempt>(
        `WITH person AS (SELECT id FROM identity.user_account WHERE email = lower($1) AND left_at IS NULL),
          claimed AS (UPDATE identity.credential c SET failures = c.failures + 1, locked_until = CASE WHEN c.failures + 1 >= $2
              THEN clock_timestamp() + least(interval '30 seconds' * power(2, least(c.failures + 1 - $2, 12)), interval '1 hour') END
            FROM person WHERE c.user_id = person.id AND (c.locked_until IS NULL OR c.locked_until <= clock_timestamp())
            RETURNING c.password_hash)
        SELECT (SELECT id FROM person) AS account, (SELECT password_hash FROM claimed) AS "passwordHash"`,
        [email, FREE_ATTEMPTS],
      );
      return rows[0];
    });
  }

  /**
   * The session, the cleared count and the audit row, together; undefined, and none of it, where the password that was compared is no longer
   * the person's or they have left meanwhile. The session comes first: it waits for whoever is changing the account, and they take the
   * password after the account.
   */
  public async open(
    { account, passwordHash }: Attempt,
    token: string,
    kind: SessionKind,
    trail: Trail,
  ): Promise<{ mustChangePassword: boolean } | undefined> {
    return this.transaction(async (client) => {
      await client.query(
        `INSERT INTO identity.session (token_hash, user_id, kind, idle_until, ends_at)
         VALUES ($1, $2, $3, clock_timestamp() + $4::interval, clock_timestamp() + $5::interval)`,
        [hashToken(token), account, kind, IDLE[kind], ABSOLUTE],
      );
      const { rows } = await client.query<{ mustChangePassword: boolean }>(
        `UPDATE identity.credential c SET failures = 0, locked_until = NULL FROM identity.user_account u
         WHERE c.user_id = $1 AND c.password_hash = $2 AND u.id = c.user_id AND u.left_at IS NULL
         RETURNING c.must_change AS "mustChangePassword"`,
        [account, passwordHash],
      );
      if (!rows[0]) return undefined;
      await append(client, { ...trail, token, outcome: 'allowed', reason: undefined });
      trail.wrote = true;
      return rows[0];
    });
  }

  /** The present password was right: the person may choose another within a minute. */
  public async confirm(account: string): Promise<void> {
    await this.databases.signinPool.query(
      'UPDATE identity.credential SET failures = 0, locked_until = NULL, confirmed_at = clock_timestamp() WHERE user_id = $1',
      [account],
    );
  }

  /** Keeps nothing of work that answers undefined. */
  private async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.databases.signinPool.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query(result === undefined ? 'ROLLBACK' : 'COMMIT');
      client.release();
      return result;
    } catch (error) {
      client.release(
        await client.query('ROLLBACK').then(
          () => false,
          (failure: Error) => failure,
        ),
      );
      throw error;
    }
  }
}

const append = (client: PoolClient, trail: Trail) =>
  client.query('SELECT audit.append($1::jsonb)', [asJson([entryOf(trail)])]);
