import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { Said, Version } from '@clin/platform/fields';

export class RestrictionInput {
  /** The version that the caller saw; left out, whatever is stored now is restricted. */
  @IsOptional()
  @Version('Send the version of the record that you saw.')
  public version?: number;
  /** The key of an operation. */
  @IsOptional()
  @IsUUID('all', { message: 'Choose an open operation that you are a member of.' })
  public compartment?: string | null;
  @IsOptional() @IsIn([2, 3], { message: 'Choose a level: 2 or 3.' }) public sensitivity?: number | null;
  @Said(2000, 'Say why this record is restricted.') public reason!: string;
}

export class LiftingRequestInput {
  @IsUUID('all', { message: 'Name a restriction of this record.' }) public restriction!: string;
  @Said(2000, 'Say why this restriction may end.') public reason!: string;
}

export class LiftingInput {
  @IsUUID('all', { message: 'Name a restriction of this record.' }) public restriction!: string;
}

export class DiscoveryInput {
  @IsIn(['silent', 'named'], { message: 'Choose silent or named.' }) public setting!: 'silent' | 'named';
  @IsOptional()
  @Version('Send the version of the record that you saw.')
  public version?: number;
}
