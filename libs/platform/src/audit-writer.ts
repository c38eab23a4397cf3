import { Injectable } from '@nestjs/common';
import { asJson, type AuditEntry } from './audit-entry.js';
import { Databases } from './databases.js';
import { Unavailable } from './errors.js';
import { SharedTrips } from './shared-trips.js';

const MOST_WAITING = 20_000;
/** One commit at a time while it keeps up: its price is the disk's flush, whoever shares it. A second one goes round a first that hangs. */
const LIMITS = { lanes: 2, together: 500, crowd: 50 };

/** Group commit: entries that arrive while a commit is under way share the next one. Each caller waits for its own commit. */
@Injectable()
export class AuditWriter {
  private readonly commits = new SharedTrips<AuditEntry, void>(LIMITS, (entries) => this.commit(entries));

  public constructor(private readonly databases: Databases) {}

  /** Resolves once the row is committed; rejects with Unavailable when it could not be. */
  public async append(entry: AuditEntry): Promise<void> {
    if (this.commits.waiting >= MOST_WAITING) throw new Unavailable();
    try {
      await this.commits.join(entry);
    } catch (error) {
      throw new Unavailable(5, { cause: error });
    }
  }

  private async commit(entries: AuditEntry[]): Promise<void[]> {
    await this.databases.auditPool.query({
      name: 'audit-append',
      text: 'SELECT audit.append($1::jsonb)',
      values: [asJson(entries)],
    });
    return [];
  }
}
