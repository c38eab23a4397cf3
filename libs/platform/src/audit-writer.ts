import { Injectable } from '@nestjs/common';
import { asJson, type AuditEntry } from './audit-entry.js';
import { Databases } from './databases.js';
import { Unavailable } from './errors.js';

const MOST_TOGETHER = 500;
const MOST_WAITING = 20_000;
const LANES = 2;

interface Waiting {
  entry: AuditEntry;
  done(error?: Error): void;
}

/** Group commit without a timer: what arrives while a commit is under way shares the next one. Each caller waits for its own commit. */
@Injectable()
export class AuditWriter {
  private readonly waiting: Waiting[] = [];
  private flying = 0;

  public constructor(private readonly databases: Databases) {}

  /** Resolves once the row is committed; rejects with Unavailable when it could not be. */
  public append(entry: AuditEntry): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(new Unavailable());
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, done: (error) => (error ? reject(new Unavailable(5, { cause: error })) : resolve()) });
      if (this.flying < LANES) void this.fly();
    });
  }

  private async fly(): Promise<void> {
    this.flying += 1;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, MOST_TOGETHER);
      const error = await this.commit(group.map(({ entry }) => entry)).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      for (const { done } of group) done(error);
    }
    this.flying -= 1;
  }

  private async commit(entries: AuditEntry[]): Promise<void> {
    await this.databases.auditPool.query({
      name: 'audit-append',
      text: 'SELECT audit.append($1::jsonb)',
      values: [asJson(entries)],
    });
  }
}
