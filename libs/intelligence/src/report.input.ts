import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { AssessedItemInput, LONGEST_TEXT } from '@clin/grading';
import { Areas, Choice, Choices, Day, Line, ListOf, OneOf, RequiredLine, Text } from '@clin/grading/fields';
import { Version } from '@clin/platform/fields';

export const MARKINGS = ['OFFICIAL', 'OFFICIAL-SENSITIVE'] as const;
/** DPA 2018 s.38(3): kinds of person; one person may be several. */
export const SUBJECT_CATEGORIES = ['suspect', 'convicted', 'victim', 'witness', 'other'] as const;
export const SAFEGUARDING = ['adult', 'child'] as const;

export class RiskToSourceInput {
  @Text(2000) public why?: string | null;
  @Text(2000) public reducedBy?: string | null;
}

export class DataSubjectInput {
  @RequiredLine(200, 'Say who this is.') public who!: string;
  @Choices(SUBJECT_CATEGORIES) public categories?: string[] | null;
  @IsOptional()
  @Max(130, { message: 'Age must be in whole years, 0 to 130.' })
  @Min(0, { message: 'Age must be in whole years, 0 to 130.' })
  @IsInt({ message: 'Age must be in whole years, 0 to 130.' })
  public age?: number | null;
}

export class ReportItemInput extends AssessedItemInput {
  @Text(LONGEST_TEXT) public original?: string | null;
  /** Write-only but for the agency's source handlers: left out it stays as it is, empty it is forgotten. */
  @Line(100) public sourceRef?: string | null;
  @OneOf(() => RiskToSourceInput) public riskToSource?: RiskToSourceInput | null;
  @ListOf(() => DataSubjectInput, 50, 'An item names at most 50 people.')
  public dataSubjects?: DataSubjectInput[] | null;
}

/** A report as an author sends it. A draft may be incomplete, but what is given must be well formed. */
export class ReportInput {
  @Line(300) public title?: string | null;
  @Line(300) public sanitisedTitle?: string | null;
  @Day() public eventDate?: string | null;
  @Text(2000) public provenance?: string | null;
  @Choice(MARKINGS) public marking?: string | null;
  @Areas() public areas?: string[] | null;
  @ListOf(() => ReportItemInput, 50, 'A report holds at most 50 items.')
  public items?: ReportItemInput[] | null;
  @Choices(SAFEGUARDING) public safeguarding?: string[] | null;
  @IsOptional() @IsBoolean({ message: 'Threat to life must be true or false.' }) public threatToLife?: boolean | null;
}

/** Every change of what exists says which version it was made from. */
export class Versioned {
  @Version('Send the version of the report that you changed.')
  public version!: number;
}

export class ReportChange extends ReportInput {
  @Version('Send the version of the report that you changed.')
  public version!: number;
}
