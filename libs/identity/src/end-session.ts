import { Injectable } from '@nestjs/common';
import { sql, Work, type Actor } from '@clin/platform';

/** Signs out: the token opens nothing from now on. */
@Injectable()
export class EndSession {
  public constructor(private readonly work: Work) {}

  public async execute(actor: Actor): Promise<{ ended: true }> {
    return this.work.run(actor, async (tx) => {
      await tx.record({ event: 'session.end', recordIds: [] });
      await tx.rows(sql`SELECT identity.end_session(${actor.token})`);
      return { ended: true };
    });
  }
}
