import { IsIn, IsInt, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { RequiredDay, Said, Version } from '@clin/platform/fields';
import { Numeric, Text } from './field-rules.js';

export const MARKINGS = ['OFFICIAL', 'OFFICIAL-SENSITIVE'] as const;

class CaseTexts {
  @Text(8000) public summary?: string | null;
  /** Line names, until lines have a register of their own. */
  @Text(2000) public lines?: string | null;
  @Text(2000) public people?: string | null;
  @Text(8000) public pursue?: string | null;
  @Text(8000) public prevent?: string | null;
  @Text(8000) public protect?: string | null;
  @Text(8000) public prepare?: string | null;
}

export class OpenCaseInput extends CaseTexts {
  /** What it begins with: texts that are left out, risks and actions. */
  @Text(40) public template?: string | null;
  @Said(120, 'Give the case a name.') public name!: string;
  @Said(500, 'Say why the case is opened.') public reason!: string;
  /** The last day of one's own membership of the operation that opens with the case. */
  @RequiredDay('Give the last day of your membership.') public endsOn!: string;
  @IsOptional()
  @IsIn(MARKINGS, { message: 'This service holds OFFICIAL and OFFICIAL-SENSITIVE only. Nothing was saved.' })
  public marking: string = 'OFFICIAL-SENSITIVE';
  @IsOptional()
  @Numeric()
  @Max(3, { message: 'Sensitivity must be 1, 2 or 3.' })
  @Min(1, { message: 'Sensitivity must be 1, 2 or 3.' })
  @IsInt({ message: 'Sensitivity must be 1, 2 or 3.' })
  public sensitivity?: number;
}

/** Typed before the case is opened: nothing is asked for yet. Version 0: nothing was kept before. */
export class CaseDraftInput extends CaseTexts {
  @Numeric() @Version('Send the version that you saw.', 0) public version!: number;
  @Text(120) public name?: string | null;
  @Text(500) public reason?: string | null;
  @Text(10) public endsOn?: string | null;
  @ValidateIf((_input, value) => value !== undefined && value !== null && value !== '')
  @IsIn(MARKINGS, { message: 'This service holds OFFICIAL and OFFICIAL-SENSITIVE only. Nothing was saved.' })
  public marking?: string | null;
  @Text(1) public sensitivity?: string | null;
  @Text(40) public template?: string | null;
  @Text(40) public toLink?: string | null;
}

export class ChangeCaseInput extends CaseTexts {
  @Numeric() @Version('Send the version that you saw.', 0) public version!: number;
  @Text(120) public name?: string | null;
}

export class MoveCaseInput {
  @Numeric() @Version('Send the version that you saw.', 0) public version!: number;
  @Said(2000, 'Say why.') public reason!: string;
}

export class CloseCaseInput extends MoveCaseInput {
  @Said(4000, 'Say what came of the case.') public outcome!: string;
  /** Actions that are not finished are left as they are, and said so. */
  @IsOptional() @IsIn([true, 'yes'], { message: 'Say yes, or finish the actions first.' }) public leaveActions?:
    true | 'yes';
  /** Its operation is closed with it: nobody and nothing enters that any more. */
  @IsOptional() @IsIn([true, 'yes'], { message: 'Say yes, or leave it out.' }) public closeOperation?: true | 'yes';
}
