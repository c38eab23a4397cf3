import { ApiProperty } from '@nestjs/swagger';
import { Injectable } from '@nestjs/common';
import { IsString, Length, MaxLength } from 'class-validator';
import { InvalidInput, sql, Work, type Actor } from '@clin/platform';
import { hashPassword } from './password-hash.js';
import { isEasilyGuessed } from './password-strength.js';
import { SignIn } from './sign-in.js';

export class ChangePasswordInput {
  @ApiProperty({ type: String })
  @MaxLength(200, { message: 'Enter a shorter password.' })
  @IsString({ message: 'Enter your password as it is now.' })
  public current!: string;

  @ApiProperty({ type: String })
  @Length(12, 200, { message: 'Enter a new password of 12 to 200 characters.' })
  @IsString({ message: 'Enter a new password.' })
  public password!: string;
}

/** Changes one's own password and ends one's other sessions. */
@Injectable()
export class ChangePassword {
  public constructor(
    private readonly signIn: SignIn,
    private readonly work: Work,
  ) {}

  public async execute(
    actor: Actor,
    { current, password }: ChangePasswordInput,
  ): Promise<{ id: string; otherSessionsEnded: number }> {
    if (password.toLowerCase().includes(actor.email.split('@')[0]))
      throw new InvalidInput({ password: 'Choose one without your e-mail name.' });
    if (isEasilyGuessed(password, actor.email.split(/[@.]/)))
      throw new InvalidInput({
        password: 'This password is easily guessed. Choose a longer one, such as three random words.',
      });
    if (password === current) throw new InvalidInput({ password: 'Choose one that differs from the password now.' });
    if (!(await this.signIn.isCurrentPassword(actor.email, current))) {
      throw new InvalidInput({ current: 'This is not your password, or you must wait after several wrong attempts.' });
    }
    const hash = await hashPassword(password);
    return this.work.run(actor, async (tx) => {
      const row = await tx.row<{ ended: number }>(sql`SELECT identity.change_own_password(${hash}) AS ended`);
      await tx.record({ event: 'password.change', recordIds: [actor.userId] });
      return { id: actor.userId, otherSessionsEnded: row?.ended ?? 0 };
    });
  }
}
