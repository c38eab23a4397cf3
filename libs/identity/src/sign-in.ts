import { ApiProperty } from '@nestjs/swagger';
import { Injectable } from '@nestjs/common';
import { IsString, MaxLength } from 'class-validator';
import type { Trail } from '@clin/platform';
import { fromPostgres } from '@clin/platform/server';
import { EmailAddress } from './email-address.js';
import { isPassword } from './password-hash.js';
import { newToken } from './session-token.js';
import { SignInStore, type Attempt, type SessionKind } from './sign-in.store.js';

export class SignInInput {
  @ApiProperty({ type: String })
  @EmailAddress()
  public email!: string;

  @ApiProperty({ type: String })
  @MaxLength(200, { message: 'Enter a shorter password.' })
  @IsString({ message: 'Enter your password.' })
  public password!: string;
}

export interface OpenedSession {
  token: string;
  mustChangePassword: boolean;
}

const reasonOf = ({ account, passwordHash }: Attempt, right: boolean): string => {
  if (!account) return 'unknown-account';
  if (!passwordHash) return 'waiting';
  return right ? 'changed-meanwhile' : 'wrong-password';
};

/** Opens a session, or answers undefined without saying why: the account may be unknown, waiting, left, or the password wrong. */
@Injectable()
export class SignIn {
  public constructor(private readonly store: SignInStore) {}

  public async execute(
    { email, password }: SignInInput,
    kind: SessionKind,
    trail: Trail,
  ): Promise<OpenedSession | undefined> {
    trail.event = 'session.open';
    try {
      const attempt = await this.store.claim(email.trim());
      const { account, passwordHash } = attempt;
      const token = newToken();
      const right = await isPassword(password, passwordHash ?? undefined);
      const opened = right && account ? await this.store.open(attempt, token, kind, trail) : undefined;
      if (opened) return { token, ...opened };
      trail.outcome = 'denied';
      trail.reason = reasonOf(attempt, right);
      if (account) trail.detail.account = account;
      return undefined;
    } catch (error) {
      throw fromPostgres(error);
    }
  }

  /** For a signed-in person who must prove again who they are; wrong guesses count like those at sign-in. */
  public async isCurrentPassword(email: string, password: string): Promise<boolean> {
    try {
      const { account, passwordHash } = await this.store.claim(email);
      const right = await isPassword(password, passwordHash ?? undefined);
      if (right && account) await this.store.confirm(account);
      return right;
    } catch (error) {
      throw fromPostgres(error);
    }
  }
}
