import { Injectable } from '@nestjs/common';
import { handledItems, usesOf, type Verdict } from '@clin/originator-control';
import { Read, sql, type Actor } from '@clin/platform';
import { liveLink } from './live-link.js';

/** An item of a linked record with what its codes say of copying it into the case. */
export interface CopyableItem {
  id: string;
  text: string | null;
  codes: string;
  verdict: Verdict;
  copied: boolean;
}

@Injectable()
export class CopyableQuery {
  public constructor(private readonly read: Read) {}

  /** The items of a link's record that the actor reads. NotVisible for a link whose other end they do not. */
  public async execute(
    actor: Actor,
    caseId: string,
    linkId: string,
  ): Promise<{ recordId: string; items: CopyableItem[] }> {
    return this.read.run(actor, async (q) => {
      const { recordId, kind } = await liveLink(q, actor, caseId, linkId);
      const items = await handledItems(q, actor, kind, recordId);
      const uses = await usesOf(q, actor, recordId, items);
      const copied = await q.rows<{ id: string }>(
        sql`SELECT t.item_id AS id FROM cases.copied_text t WHERE t.case_id = ${caseId}::uuid AND t.record_id = ${recordId}::uuid`,
      );
      q.returned([caseId, recordId]);
      return {
        recordId,
        items: items.map(({ id, text, handlingCode, actionCode, sanitisationCode }) => ({
          id,
          text,
          codes: [handlingCode, actionCode, sanitisationCode].filter(Boolean).join(' '),
          verdict: uses.get(id)!.copy,
          copied: copied.some((one) => one.id === id),
        })),
      };
    });
  }
}
