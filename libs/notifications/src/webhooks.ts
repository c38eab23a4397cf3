import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, Max, Min } from 'class-validator';
import { checkInput, Config, InvalidInput, NotVisible, Read, sql, Work, type Actor } from '@clin/platform';
import { levelWords, type LevelWords } from '@clin/platform/sensitivity';
import { isUuid } from '@clin/platform/server';
import { addressFault, rulesOf, type WebhookRules } from './webhook-address.js';

export class WebhookInput {
  @ApiProperty({ description: 'Code of the agency whose system it is' })
  @IsString({ message: 'Choose an agency.' })
  public agency!: string;
  @ApiProperty({ description: 'https:// and a host of the list' })
  @IsString({ message: 'Enter a whole address that begins with https://.' })
  public url!: string;
  @ApiProperty({ description: 'The highest sensitivity of which it hears, 0 to 3' })
  @Max(3, { message: 'Choose 0 to 3.' })
  @Min(0, { message: 'Choose 0 to 3.' })
  @IsInt({ message: 'Choose 0 to 3.' })
  public sensitivity!: number;
}

export class WebhookStateInput {
  @ApiProperty() @IsString({ message: 'Name a webhook by its id.' }) public id!: string;
  @ApiProperty() @IsBoolean({ message: 'Send true or false.' }) public active!: boolean;
}

export interface Webhook {
  id: string;
  agency: string;
  agencyName: string;
  url: string;
  sensitivity: number;
  active: boolean;
  createdAt: string;
}

/** Which systems of agencies are told, for administrators; the secret is shown once and to nobody again. */
@Injectable()
export class Webhooks {
  private readonly rules: WebhookRules;

  public constructor(
    private readonly work: Work,
    private readonly read: Read,
    config: Config,
  ) {
    this.rules = rulesOf(config);
  }

  public async list(actor: Actor): Promise<Webhook[]> {
    return this.read.run(actor, (q) =>
      q.rows<Webhook>(sql`SELECT w.id, a.code AS agency, a.name AS "agencyName", w.url, w.sensitivity, w.active,
          to_char(w.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "createdAt"
        FROM notifications.webhook w JOIN identity.agency a ON a.id = w.agency_id ORDER BY a.name, w.url`),
    );
  }

  public levels(actor: Actor): Promise<LevelWords> {
    return this.read.run(actor, levelWords);
  }

  /** Agencies that take part now. */
  public async agencies(actor: Actor): Promise<{ code: string; name: string }[]> {
    return this.read.run(actor, (q) =>
      q.rows(sql`SELECT code, name FROM identity.agency WHERE starts_on <= current_date AND (ends_on IS NULL OR ends_on >= current_date)
        AND kind NOT IN ('network', 'funder') ORDER BY name`),
    );
  }

  /** A repeat under the same key has no secret: it is kept for signing alone. Throws InvalidInput by field, nothing saved. */
  public async register(actor: Actor, received: unknown): Promise<{ id: string; secret?: string }> {
    const input = checkInput(WebhookInput, received);
    const fault = addressFault(input.url, this.rules);
    const known = (await this.agencies(actor)).some(({ code }) => code === input.agency);
    const wrong = { ...(known ? {} : { agency: 'Choose an agency of the list.' }), ...(fault ? { url: fault } : {}) };
    if (Object.keys(wrong).length > 0) throw new InvalidInput(wrong);
    const secret = randomBytes(32).toString('base64url');
    const id = await this.work.run(actor, async (tx) => {
      const row = await tx.row<{
        id: string;
      }>(sql`INSERT INTO notifications.webhook (agency_id, url, secret, sensitivity, created_by)
        SELECT a.id, ${new URL(input.url).href}, ${secret}, ${input.sensitivity}::smallint, ${actor.userId}::uuid FROM identity.agency a WHERE a.code = ${input.agency}
        ON CONFLICT (agency_id, url) DO NOTHING RETURNING id`);
      if (!row) throw new InvalidInput({ url: 'This agency has this address already.' });
      await tx.record({ event: 'webhook.register', recordIds: [], detail: { webhook: row.id, agency: input.agency } });
      return row.id;
    });
    return actor.trail.wrote ? { id, secret } : { id };
  }

  /** Takes effect before the next call. Throws NotVisible for an absent one. */
  public async activate(actor: Actor, received: unknown): Promise<{ id: string; active: boolean }> {
    const { id, active } = checkInput(WebhookStateInput, received);
    if (!isUuid(id)) throw new NotVisible('malformed');
    return this.work.run(actor, async (tx) => {
      const row = await tx.row(
        sql`UPDATE notifications.webhook SET active = ${active}::boolean WHERE id = ${id}::uuid RETURNING id`,
      );
      if (!row) throw new NotVisible();
      await tx.record({ event: 'webhook.change', recordIds: [], detail: { webhook: id, active } });
      return { id, active };
    });
  }
}
