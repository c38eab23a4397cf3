import { IsIn, IsOptional } from 'class-validator';
import { isBlank, PageInput, RequiredDay, ruled, textProblem } from '@clin/platform/fields';

export class ExtensionInput {
  /** The last day on which it is visible, in Europe/London. */
  @RequiredDay('Give the date until which it is shared.') public expires!: string;
  @ruled((value) => (isBlank(value) ? 'Say why it is still needed.' : textProblem(value, 2000, 'Reason')))
  public reason!: string;
}

export const DIRECTIONS = ['shared-by-us', 'shared-with-us'] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const DISCLOSURE_STATES = ['in-force', 'ending-soon', 'ended'] as const;
export type DisclosureState = (typeof DISCLOSURE_STATES)[number];

/** A code or a reference: what is wrong with it is said in the same words. */
const Short = (max: number, message: string): PropertyDecorator =>
  ruled((value) =>
    value === undefined || value === null || textProblem(value, max) === undefined ? undefined : message,
  );

/** Everything a list shows is in its URL. */
export class DisclosureListInput extends PageInput {
  @IsIn([...DIRECTIONS], { message: `Direction must be one of ${DIRECTIONS.join(', ')}.` })
  public direction!: Direction;
  @IsOptional()
  @IsIn([...DISCLOSURE_STATES], { message: `State must be one of ${DISCLOSURE_STATES.join(', ')}.` })
  public state: DisclosureState = 'in-force';
  /** Code of the other side. */
  @Short(40, 'Agency must be a code of 40 characters or fewer.') public agency?: string;
  /** Reference of the agreement. */
  @Short(60, 'Agreement must be a reference of 60 characters or fewer.') public agreement?: string;
}
