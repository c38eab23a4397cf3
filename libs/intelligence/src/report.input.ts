import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { Version } from '@clin/platform/fields';
import { Areas, Choice, Choices, Day, Id, Line, ListOf, OneOf, RequiredLine, Text } from './field-rules.js';
import {
  ACTION_CODES,
  HANDLING_CODES,
  INTELLIGENCE_ASSESSMENTS,
  SANITISATION_CODES,
  SOURCE_EVALUATIONS,
} from './grading.js';

export const LONGEST_TEXT = 20_000;
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

/** What an assessor may change of an item, and an author too. `id` names an item that exists; an author's item without one is new. */
export class AssessedItemInput {
  @Id() public id?: string;
  @Text(LONGEST_TEXT) public sanitised?: string | null;
  @Choice(SOURCE_EVALUATIONS) public sourceEvaluation?: number | null;
  @Choice(INTELLIGENCE_ASSESSMENTS) public intelligenceAssessment?: string | null;
  @Choice(HANDLING_CODES) public handlingCode?: string | null;
  @Text(2000) public reason?: string | null;
  @Choice(ACTION_CODES) public actionCode?: string | null;
  @Choice(SANITISATION_CODES) public sanitisationCode?: string | null;
  @Text(2000) public instructions?: string | null;
  @Text(2000) public usage?: string | null;
  @Areas() public areas?: string[] | null;
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
