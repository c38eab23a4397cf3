import { createHash } from 'node:crypto';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '@clin/platform';

const CHANNEL = 'notifications';
const LONGEST_PAUSE_MS = 30_000;

/** As the database's trigger names it: one of 256 parts of all people. */
export const partOf = (userId: string): string => createHash('md5').update(userId).digest('hex').slice(0, 2);

/** Hears from the database, on a connection of its own, that somebody was told of something or has read it. */
@Injectable()
export class NotificationSignal implements BeforeApplicationShutdown {
  private readonly log = new Logger(NotificationSignal.name);
  private readonly hearers = new Set<(part: string) => void>();
  private client: pg.Client | undefined;
  private again: NodeJS.Timeout | undefined;
  private stopped = false;
  private failures = 0;

  public constructor(private readonly config: Config) {}

  /** Calls with the part of the people that it concerns, from the first listener on. */
  public hear(hearer: (part: string) => void): void {
    this.hearers.add(hearer);
    if (!this.client && !this.again) void this.connect();
  }

  public async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    this.again = undefined;
    const client = new pg.Client({ connectionString: this.config.databaseUrl, connectionTimeoutMillis: 5_000 });
    this.client = client;
    client.on('error', () => undefined);
    client.on('end', () => this.reconnect(client));
    client.on('notification', ({ payload = '' }) => this.hearers.forEach((hearer) => hearer(payload)));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.failures = 0;
    } catch (error) {
      this.log.warn(`the database's signals cannot be heard: ${(error as { code?: string }).code ?? 'no code'}`);
      await client.end().catch(() => undefined);
      this.reconnect(client);
    }
  }

  /** Once for each connection that is lost. Until then the regular look of every stream has to do. */
  private reconnect(lost: pg.Client): void {
    if (this.stopped || this.client !== lost) return;
    this.client = undefined;
    this.failures += 1;
    const pause = Math.min(500 * 2 ** this.failures, LONGEST_PAUSE_MS);
    this.again = setTimeout(() => void this.connect(), pause).unref();
  }
}
