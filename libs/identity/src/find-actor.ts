import { Injectable } from '@nestjs/common';
import { Databases, permissionsOf, type Actor, type Role, type Trail } from '@clin/platform';
import { fromPostgres } from '@clin/platform/server';

type Person = Omit<Actor, 'permissions' | 'token' | 'trail'> & { roles: Role[] };

const WHO = {
  name: 'actor-for',
  text: `SELECT user_id AS "userId", name, email, agency_id AS "agencyId", agency_code AS "agencyCode", agency_name AS "agencyName",
    agency_kind AS "agencyKind", force_code AS "forceCode", clearance, session_id AS "sessionId", roles, must_change AS "mustChangePassword"
    FROM identity.actor_for($1)`,
};

/** The person behind a token as they are now: role, posting and clearance changes and departures count from this request on. */
@Injectable()
export class FindActor {
  public constructor(private readonly databases: Databases) {}

  public async byToken(token: string, trail: Trail): Promise<Actor | undefined> {
    if (token.length > 200) return undefined;
    try {
      const { rows } = await this.databases.requestPool.query<Person>({ ...WHO, values: [token] });
      const person = rows[0];
      return person && { ...person, permissions: permissionsOf(person.roles), token, trail };
    } catch (error) {
      throw fromPostgres(error);
    }
  }
}
