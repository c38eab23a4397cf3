import { Type } from 'class-transformer';
import { IsIn, IsInt, IsUUID, Max, Min, ValidateIf } from 'class-validator';
import { RequiredDay, Said, Version } from '@clin/platform/fields';

const given = (_input: unknown, value: unknown): boolean => value !== undefined && value !== null && value !== '';
const DAYS = 'Give 1 to 60 working days.';

/** Roles that can be a team of an agency. */
export const TEAM_ROLES = ['analyst', 'supervisor', 'lead', 'officer', 'coordinator', 'contact'] as const;

/** To whom, and by when: a day, or so many working days from now. */
class Assignment {
  @IsIn(['person', 'team', 'agency'], { message: 'Choose a person, a team or another agency.' }) public to!: string;
  @ValidateIf(({ to }: Assignment) => to === 'person')
  @IsUUID('all', { message: 'Choose a person of your own agency.' })
  public person?: string | null;
  @ValidateIf(({ to }: Assignment) => to === 'team')
  @IsIn(TEAM_ROLES, { message: 'Choose a team of your own agency.' })
  public team?: string | null;
  @ValidateIf(({ to }: Assignment) => to === 'agency')
  @Said(40, 'Choose an agency.')
  public agency?: string | null;
  @ValidateIf(({ workingDays }: Assignment) => !given(undefined, workingDays))
  @RequiredDay('Give the day by which it is to be done, or a number of working days.')
  public dueOn?: string | null;
  @ValidateIf(given)
  @Type(() => Number)
  @Max(60, { message: DAYS })
  @Min(1, { message: DAYS })
  @IsInt({ message: DAYS })
  public workingDays?: number | null;
}

export class RaiseActionInput extends Assignment {
  @Said(500, 'Say what is to be done.') public what!: string;
  @Said(2000, 'Say why.') public why!: string;
  @Said(1000, 'Say what should come of it.') public outcomeNeeded!: string;
  @IsIn(['1', '2', '3', 1, 2, 3], { message: 'Choose a priority.' }) public priority!: string | number;
}

export class ReassignInput extends Assignment {
  @Type(() => Number) @Version('Send the version that you saw.', 0) public version!: number;
  @Said(2000, 'Say why.') public reason!: string;
}

export class StepInput {
  @Type(() => Number) @Version('Send the version that you saw.', 0) public version!: number;
}

export class ReasonedStepInput extends StepInput {
  @Said(2000, 'Say why.') public reason!: string;
}

/** A note is kept where there is one, and not asked for. */
export class NotedStepInput extends StepInput {
  @ValidateIf(given) @Said(2000, '') public reason?: string | null;
}

export class PassInput extends ReasonedStepInput {
  @IsUUID('all', { message: 'Choose a colleague.' }) public colleague!: string;
}

/** To a person or a team of one's own agency, or by its raiser to another agency; by its own day, unless its raiser gives another. */
export class GiveInput extends ReasonedStepInput {
  @IsIn(['person', 'team', 'agency'], { message: 'Choose a person, a team or another agency.' })
  public to!: 'person' | 'team' | 'agency';
  @ValidateIf(({ to }: GiveInput) => to === 'person')
  @IsUUID('all', { message: 'Choose a person of your own agency.' })
  public person?: string | null;
  @ValidateIf(({ to }: GiveInput) => to === 'team')
  @IsIn(TEAM_ROLES, { message: 'Choose a team of your own agency.' })
  public team?: string | null;
  @ValidateIf(({ to }: GiveInput) => to === 'agency')
  @Said(40, 'Choose an agency.')
  public agency?: string | null;
  @ValidateIf(given) @RequiredDay('') public dueOn?: string | null;
}

export class CompletionInput extends StepInput {
  @Said(4000, 'Say what came of it.') public result!: string;
}

export type Assigned = Assignment;
