import { Injectable } from '@nestjs/common';
import { visibleTo } from '@clin/access';
import { listAgencies } from '@clin/identity';
import { NotVisible, Read, sql, type Actor } from '@clin/platform';
import { recordHref } from './shared.view.js';

export interface SharingChoices {
  agencies: [code: string, name: string][];
  agreements: [reference: string, text: string][];
}

/** By whom and under what the lists can be narrowed: public names of agencies, and agreements that the actor's agency is party to. */
@Injectable()
export class SharingParties {
  public constructor(private readonly read: Read) {}

  public of(actor: Actor): Promise<SharingChoices> {
    return this.read.run(actor, async (q) => {
      const [agencies, agreements] = await Promise.all([
        listAgencies(q),
        q.rows<{ reference: string; title: string }>(sql`SELECT g.reference, g.title FROM sharing.agreement g
          JOIN sharing.agreement_party us ON us.agreement_id = g.id AND us.agency_id = ${actor.agencyId}::smallint ORDER BY g.reference`),
      ]);
      const others = agencies.filter(
        ({ code, kind }) => code !== actor.agencyCode && kind !== 'network' && kind !== 'funder',
      );
      return {
        agencies: others.map(({ code, name }) => [code, name]),
        agreements: agreements.map(({ reference, title }) => [reference, `${reference}: ${title}`]),
      };
    });
  }

  /** The page of a record that the actor may know of. */
  public async hrefOf(actor: Actor, recordId: string): Promise<string> {
    const found = await this.read.run(actor, (q) =>
      q.row<{ kind: number }>(
        sql`SELECT v.kind FROM access.record_visibility v WHERE v.record_id = ${recordId}::uuid AND ${visibleTo(actor, 'v')} LIMIT 1`,
      ),
    );
    if (!found) throw new NotVisible('not-disclosed');
    return recordHref(found.kind, recordId);
  }
}
