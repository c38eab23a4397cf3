import { Injectable } from '@nestjs/common';
import { Clock, Databases, permissionsOf, type Actor, type Role, type Trail } from '@clin/platform';
import { fromPostgres, SharedTrips } from '@clin/platform/server';

type Timed = Person & { time: Date };
type Person = Omit<Actor, 'permissions' | 'token' | 'trail'> & { roles: Role[] };

const PERSON = `user_id AS "userId", name, email, agency_id AS "agencyId", agency_code AS "agencyCode",
    agency_name AS "agencyName", agency_kind AS "agencyKind", force_code AS "forceCode", clearance, session_id AS "sessionId", roles,
    must_change AS "mustChangePassword"`;
/** Whoever is looked up, the time comes with them: all that this request dates and decides is by the database's clock. */
const TIME = 'clock_timestamp() AS time';
const SEEN = { name: 'actor-seen', text: `SELECT ${PERSON}, ${TIME} FROM identity.actor_seen($1)` };
/** The array stands in a sub-select, so that the planner cannot count it: it would otherwise plan anew for each look. */
const WHO = {
  name: 'actors-for',
  text: `SELECT given.at::int AS at, ${PERSON}, ${TIME}
    FROM unnest((SELECT $1::text[])) WITH ORDINALITY AS given (token, at) CROSS JOIN LATERAL identity.actor_for(given.token)`,
};

/** The person behind a token as they are now: role, posting and clearance changes and departures count from this request on. */
@Injectable()
export class FindActor {
  private readonly looks = new SharedTrips<string, Person | undefined>({ lanes: 2, together: 100 }, (tokens) =>
    this.look(tokens),
  );

  public constructor(private readonly databases: Databases) {}

  public byToken(token: string, trail: Trail): Promise<Actor | undefined> {
    return this.asActor(token, trail, () => this.looks.join(token));
  }

  /** As byToken, but the session's idle time goes on. */
  public seen(token: string, trail: Trail): Promise<Actor | undefined> {
    return this.asActor(token, trail, async () => {
      const { rows } = await this.databases.requestPool.query<Timed>({ ...SEEN, values: [token] });
      return rows[0] && untimed(rows[0]);
    });
  }

  private async asActor(
    token: string,
    trail: Trail,
    look: () => Promise<Person | undefined>,
  ): Promise<Actor | undefined> {
    // One that PostgreSQL cannot take as text would fail the look of others.
    if (!/^[\x21-\x7e]{1,200}$/.test(token)) return undefined;
    try {
      const person = await look();
      return person && { ...person, permissions: permissionsOf(person.roles), token, trail };
    } catch (error) {
      throw fromPostgres(error);
    }
  }

  /** In one order of tokens always, so that two looks that extend the same sessions never wait for each other in a circle. */
  private async look(tokens: string[]): Promise<(Person | undefined)[]> {
    const sorted = tokens.toSorted();
    const { rows } = await this.databases.requestPool.query<Timed & { at: number }>({ ...WHO, values: [sorted] });
    const people = new Map(rows.map(({ at, ...person }) => [sorted[at - 1], untimed(person)]));
    return tokens.map((token) => people.get(token));
  }
}

function untimed({ time, ...person }: Timed): Person {
  Clock.follow(time);
  return person;
}
