import { Injectable } from '@nestjs/common';
import { kindNumbered, readableBy, RECORD_KIND } from '@clin/access';
import { NotVisible, Read, sql, type Actor } from '@clin/platform';
import { isUuid } from '@clin/platform/server';

/** A case that a record is linked to, from the record's end. */
export interface LinkedCase {
  id: string;
  reference: string;
  title: string;
  href: string;
  why: string;
}

@Injectable()
export class LinkedCasesQuery {
  public constructor(private readonly read: Read) {}

  /** Cases whose links the actor sees; of any other nothing is told, and nothing is counted. Throws NotVisible unless the actor reads the record. */
  public async execute(actor: Actor, recordId: string): Promise<LinkedCase[]> {
    if (!isUuid(recordId)) throw new NotVisible('malformed');
    return this.read.run(actor, async (q) => {
      const seen = await q.row(sql`SELECT true FROM access.item_visibility v WHERE v.record_id = ${recordId}::uuid
        AND ${readableBy(actor, 'v')} LIMIT 1`);
      if (!seen) throw new NotVisible('not-disclosed');
      const links = await q.rows<{ id: string; why: string }>(sql`SELECT l.case_id AS id, l.why FROM cases.link l
        WHERE l.record_id = ${recordId}::uuid AND l.removed_at IS NULL
          AND (SELECT true FROM access.item_visibility v WHERE v.record_id = l.record_id AND ${readableBy(actor, 'v')} LIMIT 1)
          AND (SELECT true FROM access.item_visibility v WHERE v.item_id = l.part_id AND ${readableBy(actor, 'v')} LIMIT 1)
        ORDER BY l.at DESC, l.id DESC`);
      q.returned([recordId, ...links.map(({ id }) => id)]);
      if (links.length === 0) return [];
      const cards = await kindNumbered(RECORD_KIND.case).card(q, actor, links.map(({ id }) => id)); // prettier-ignore
      return links.flatMap(({ id, why }) =>
        cards
          .filter((card) => card.id === id)
          .map(({ reference, title, href }) => ({ id, reference, title, href, why })),
      );
    });
  }
}
