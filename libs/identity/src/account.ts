import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Version } from '@clin/platform/fields';
import { InvalidInput, ROLES, type Role } from '@clin/platform';
import { EmailAddress } from './email-address.js';

/** Roles that never go with another: who manages accounts or reads the log sees no record. */
const ALONE: readonly Role[] = ['administrator', 'auditor'];
const PLAIN_NAME = /^[\p{L}\p{M}' .-]+$/u;

export class ChangeAccountInput {
  @Version('Send the version that you read.')
  public version!: number;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @Length(2, 100, { message: 'Enter a name of 2 to 100 characters.' })
  @Matches(PLAIN_NAME, { message: 'Enter a name in letters.' })
  public name?: string;

  @ApiProperty({ type: String, required: false })
  @IsOptional()
  @MaxLength(20)
  @IsString({ message: "Enter the code of the person's home agency." })
  public agency?: string;

  @ApiProperty({ isArray: true, enum: ROLES, required: false })
  @IsOptional()
  @ArrayUnique({ message: 'Name each role once.' })
  @ArrayMaxSize(ROLES.length)
  @IsIn(ROLES, { each: true, message: `Choose from ${ROLES.join(', ')}.` })
  @IsArray({ message: 'Send a list of roles.' })
  public roles?: Role[];

  @ApiProperty({ type: Number, required: false })
  @IsOptional()
  @Max(3, { message: 'Enter a clearance from 0 to 3.' })
  @Min(0, { message: 'Enter a clearance from 0 to 3.' })
  @IsInt({ message: 'Enter a clearance from 0 to 3.' })
  public clearance?: number;
}

export class CreateAccountInput {
  @ApiProperty({ type: String })
  @EmailAddress()
  public email!: string;

  @ApiProperty({ type: String })
  @Length(2, 100, { message: 'Enter a name of 2 to 100 characters.' })
  @Matches(PLAIN_NAME, { message: 'Enter a name in letters.' })
  public name!: string;

  @ApiProperty({ type: String })
  @MaxLength(20)
  @IsString({ message: "Enter the code of the person's home agency." })
  public agency!: string;

  @ApiProperty({ isArray: true, enum: ROLES })
  @ArrayUnique({ message: 'Name each role once.' })
  @ArrayMaxSize(ROLES.length)
  @IsIn(ROLES, { each: true, message: `Choose from ${ROLES.join(', ')}.` })
  @IsArray({ message: 'Send a list of roles.' })
  public roles!: Role[];

  @ApiProperty({ type: Number })
  @Max(3, { message: 'Enter a clearance from 0 to 3.' })
  @Min(0, { message: 'Enter a clearance from 0 to 3.' })
  @IsInt({ message: 'Enter a clearance from 0 to 3.' })
  public clearance!: number;
}

export class AccountVersionInput {
  @Version('Send the version that you read.')
  public version!: number;
}

/** Throws InvalidInput where a role that stands alone is combined. */
export function refuseMixedRoles(roles: readonly Role[]): void {
  const alone = roles.find((role) => ALONE.includes(role));
  if (alone && roles.length > 1) throw new InvalidInput({ roles: `${alone} cannot be combined with another role.` });
}
