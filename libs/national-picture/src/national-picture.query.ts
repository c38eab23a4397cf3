import { Injectable } from '@nestjs/common';
import { Clock, Read, sql, type Actor } from '@clin/platform';
import { Counts, type CountRow } from './counts.js';
import { periodOf } from './period.js';
import { pictureOf, type Area, type NationalPicture } from './picture.js';

/** The figures of a period for the actor's agency, as far as its agreements allow. Throws InvalidInput for a period that is none. */
@Injectable()
export class NationalPictureQuery {
  public constructor(
    private readonly read: Read,
    private readonly clock: Clock,
  ) {}

  public async execute(actor: Actor, asked: { from?: string; to?: string }): Promise<NationalPicture> {
    const period = periodOf(asked, this.clock.now());
    return this.read.run(actor, async (q) => {
      const [rows, audience, areas, agencies] = await Promise.all([
        q.rows<CountRow>(sql`SELECT part, cell, month::text, months, measure, known, others, state
          FROM picture.figures(${period.months[0]}::date, ${period.months.at(-1)}::date)`),
        q.row<{ threshold: number }>(sql`SELECT coalesce(max(threshold), 0)::int AS threshold FROM picture.audience()`),
        q.rows<Area>(
          sql`SELECT code, label, name, region, map_column AS "column", map_row AS "row", geographic FROM identity.area ORDER BY name`,
        ),
        q.rows<{ code: string; name: string }>(sql`SELECT code, name FROM identity.agency`),
      ]);
      return pictureOf(new Counts(rows), period, audience?.threshold ?? 0, { areas, agencies });
    });
  }
}
