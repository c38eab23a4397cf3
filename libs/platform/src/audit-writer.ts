import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { asGroup, packEntry, type AuditEntry, type PackedEntry } from './audit-entry.js';
import { Databases } from './databases.js';
import { Unavailable } from './errors.js';
import { within } from './within.js';
import { SharedTrips } from './shared-trips.js';

const MOST_WAITING = 20_000;
/** One commit at a time while it keeps up: its price is the disk's flush, whoever shares it. A second one goes round a first that hangs. */
const LIMITS = { lanes: 2, together: 500, crowd: 50, patience: 2 };
/** As long as one commit may take: whoever joined behind one that hangs is refused no later than those before. */
const WAIT_MS = 5_000;
const PROBE_MS = 2_000;

/** Group commit: entries that arrive while a commit is under way share the next one. Each caller waits for its own commit. */
@Injectable()
export class AuditWriter {
  private readonly commits = new SharedTrips<PackedEntry, void>(LIMITS, (entries) => this.commit(entries));
  /** Commits that are under way, by when they began, and whether the last one that ended had failed. */
  private readonly underWay = new Set<number>();
  private failed = false;

  public constructor(private readonly databases: Databases) {}

  /** Resolves once the row is committed; rejects with Unavailable when it could not be within five seconds. */
  public async append(entry: AuditEntry): Promise<void> {
    if (this.commits.waiting >= MOST_WAITING) throw new Unavailable();
    try {
      await within(WAIT_MS, this.commits.join(packEntry(entry)));
    } catch (error) {
      throw new Unavailable(5, { cause: error });
    }
  }

  /**
   * Rejects while the log cannot be written. After a commit that failed it says so in the log first: a server that nobody is sent to would
   * otherwise never learn that it can serve again.
   */
  public async check(): Promise<void> {
    const late = performance.now() - PROBE_MS;
    if ([...this.underWay].some((since) => since < late)) throw new Unavailable();
    if (!this.failed) return;
    const resumed = { event: 'audit.resume', outcome: 'allowed', requestId: randomUUID(), recordIds: [], detail: {} };
    await within(PROBE_MS, this.append(resumed));
  }

  private async commit(entries: PackedEntry[]): Promise<void[]> {
    const began = performance.now();
    this.underWay.add(began);
    try {
      await this.databases.auditPool.query({
        name: 'audit-append',
        text: 'SELECT audit.append($1::jsonb, $2::uuid[])',
        values: asGroup(entries),
      });
      this.failed = false;
    } catch (error) {
      this.failed = true;
      throw error;
    } finally {
      this.underWay.delete(began);
    }
    return [];
  }
}
