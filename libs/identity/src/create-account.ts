import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InvalidInput, sql, Work, type Actor } from '@clin/platform';
import { refuseMixedRoles, type CreateAccountInput } from './account.js';
import { agencyIdOf, setRoles } from './account.store.js';
import { hashPassword, temporaryPassword } from './password-hash.js';

export interface IssuedPassword {
  id: string;
  version: number;
  /** Shown once, kept nowhere; absent when an Idempotency-Key repeats the answer. */
  temporaryPassword?: string;
}

/** A new person, with a password that they must change at their first sign-in. */
@Injectable()
export class CreateAccount {
  public constructor(private readonly work: Work) {}

  public async execute(actor: Actor, input: CreateAccountInput): Promise<IssuedPassword> {
    refuseMixedRoles(input.roles);
    const password = temporaryPassword();
    const hash = await hashPassword(password);
    const result = await this.work.run(actor, async (tx) => {
      const id = randomUUID();
      const agencyId = await agencyIdOf(tx, input.agency);
      const made = await tx.row(sql`INSERT INTO identity.user_account (id, email, name, agency_id, clearance)
        VALUES (${id}::uuid, ${input.email.trim().toLowerCase()}, ${input.name.trim()}, ${agencyId}::smallint, ${input.clearance}::smallint)
        ON CONFLICT (email) DO NOTHING RETURNING id`);
      if (!made) throw new InvalidInput({ email: 'There is an account with this address.' });
      await setRoles(tx, id, input.roles);
      await tx.rows(sql`SELECT identity.issue_password(${id}::uuid, ${hash})`);
      const { agency, roles, clearance } = input;
      await tx.record({ event: 'account.create', recordIds: [id], detail: { agency, roles, clearance } });
      return { id, version: 1 };
    });
    return { ...result, ...(actor.trail.wrote ? { temporaryPassword: password } : {}) };
  }
}
