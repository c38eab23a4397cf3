import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';

export const CHANGES = ['labels', 'disclosure', 'revocation'] as const;

/** A change to one's own record that is not made: what it would show or hide. */
export class PreviewInput {
  @IsIn(CHANGES, { message: `Must be one of ${CHANGES.join(', ')}.` }) public change!: (typeof CHANGES)[number];

  /** 1 to 3, for labels. */
  @IsOptional()
  @Max(3, { message: 'Choose a sensitivity from 1 to 3.' })
  @Min(1, { message: 'Choose a sensitivity from 1 to 3.' })
  @IsInt({ message: 'Choose a sensitivity from 1 to 3.' })
  @Type(() => Number)
  public sensitivity?: number;

  /** For labels: the key of an operation that one is a member of; null takes the record out of its operation. */
  @IsOptional()
  @IsUUID('all', { message: 'Choose an operation that you are a member of.' })
  public operation?: string | null;

  /** Code of the agency, for a disclosure. */
  @ValidateIf(({ change }: PreviewInput) => change === 'disclosure')
  @MaxLength(40, { message: 'Choose an agency.' })
  @IsString({ message: 'Choose an agency.' })
  public agency?: string;

  /** Items that the disclosure would give. */
  @ValidateIf(({ change }: PreviewInput) => change === 'disclosure')
  @IsUUID('all', { each: true, message: 'Choose items of this record.' })
  @ArrayMaxSize(50, { message: 'Choose items of this record.' })
  @IsArray({ message: 'Choose at least one item.' })
  public items?: string[];

  /** The last day of the disclosure. */
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\d$/, { message: 'Must be a real date, such as 2026-10-12.' })
  public expires?: string;

  /** The disclosure that would be revoked. */
  @ValidateIf(({ change }: PreviewInput) => change === 'revocation')
  @IsUUID('all', { message: 'Choose a disclosure of this record.' })
  public disclosure?: string;
}
