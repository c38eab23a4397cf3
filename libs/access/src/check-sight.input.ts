import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { ROLES, type Role } from '@clin/platform';

/** An agency with a role there, or a colleague of one's own agency. */
export class CheckSightInput {
  /** The agency's code, such as NCLCC. */
  @IsOptional()
  @MaxLength(40, { message: 'Choose an agency.' })
  @IsString({ message: 'Choose an agency.' })
  public agency?: string;
  @IsOptional() @IsIn(ROLES, { message: 'Choose a role.' }) public role?: Role;
  @IsOptional() @IsUUID('all', { message: 'Choose a colleague of your own agency.' }) public person?: string;
}
