import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsUUID, ValidateIf, ValidateNested } from 'class-validator'; // prettier-ignore
import { Cursor, Limit, RequiredDay, Said, Version } from '@clin/platform/fields';
import { TEAM_ROLES } from './action.input.js';

/** What an action waits for: its doer's agency to accept it, or its raiser's to look at it. */
export const WAITING = ['request', 'team', 'handed-back', 'verify'] as const;
export type Waiting = (typeof WAITING)[number];
/** `give`: to a person or a team of one's own agency, by whichever step is theirs to take; its raiser gives it to another agency too. */
export const TRIAGE_STEPS = ['accept', 'give', 'pass', 'hand-back', 'verify', 'return', 'withdraw'] as const;
export type TriageStep = (typeof TRIAGE_STEPS)[number];
const REASONED: readonly string[] = ['give', 'pass', 'hand-back', 'return', 'withdraw'] satisfies TriageStep[];
/** So many are decided at once, at most. */
export const MOST_DECIDED = 500;

const ROWS = `Choose 1 to ${MOST_DECIDED} actions.`;
const given = (_input: unknown, value: unknown): boolean => value !== undefined && value !== null && value !== '';

export class TriageFilter {
  @IsOptional() @IsIn(WAITING, { message: 'Must be request, team, handed-back or verify.' }) public waiting?: Waiting;
  @IsOptional() @IsIn(['1', '2', '3', 1, 2, 3], { message: 'Must be 1, 2 or 3.' }) public priority?: string | number;
  @IsOptional() @IsIn(['overdue'], { message: 'Must be overdue, or left out.' }) public due?: 'overdue';
}

export class TriageListInput extends TriageFilter {
  @Limit() public limit = 25;
  @Cursor() public cursor?: string;
}

/** An action in the version that somebody saw. */
export class TriageRow {
  @IsUUID('all', { message: 'Choose an action of the list.' }) public id!: string;
  @Type(() => Number) @Version('Send the version that you saw.', 0) public version!: number;
}

export class TriageRows {
  @ValidateIf((input: { all?: unknown }) => !input.all)
  @IsArray({ message: ROWS })
  @ArrayMinSize(1, { message: ROWS })
  @ArrayMaxSize(MOST_DECIDED, { message: ROWS })
  @ValidateNested({ each: true })
  @Type(() => TriageRow)
  public rows?: TriageRow[];
}

export class TriageDecision extends TriageRows {
  @IsIn(TRIAGE_STEPS, { message: 'Choose what to do with them.' }) public step!: TriageStep;
  @ValidateIf(({ step }: TriageDecision) => step === 'pass')
  @IsUUID('all', { message: 'Choose a colleague.' })
  public colleague?: string | null;
  @ValidateIf(({ step }: TriageDecision) => step === 'give')
  @IsIn(['person', 'team', 'agency'], { message: 'Choose a person, a team or another agency.' })
  public to?: 'person' | 'team' | 'agency' | null;
  @ValidateIf(({ step, to }: TriageDecision) => step === 'give' && to === 'person')
  @IsUUID('all', { message: 'Choose a person of your own agency.' })
  public person?: string | null;
  @ValidateIf(({ step, to }: TriageDecision) => step === 'give' && to === 'team')
  @IsIn(TEAM_ROLES, { message: 'Choose a team of your own agency.' })
  public team?: string | null;
  @ValidateIf(({ step, to }: TriageDecision) => step === 'give' && to === 'agency')
  @Said(40, 'Choose an agency.')
  public agency?: string | null;
  /** Left out: each keeps its own. */
  @ValidateIf(given) @RequiredDay('') public dueOn?: string | null;
  @ValidateIf((input: TriageDecision, value) => given(input, value) || REASONED.includes(input.step))
  @Said(2000, 'Say why: one reason for all of them.')
  public reason?: string | null;
}

export class TriagePreviewInput extends TriageDecision {
  /** Instead of rows: whatever matches the filter, on every page. */
  @IsOptional() @IsIn([true, 'yes'], { message: 'Say yes, or choose actions.' }) public all?: true | 'yes';
  @ValidateIf(given) @ValidateNested() @Type(() => TriageFilter) public filter?: TriageFilter | null;
}
