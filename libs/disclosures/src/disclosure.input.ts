import { IsIn, IsOptional, IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import { PageInput } from '@clin/platform/fields';

/** No control characters, no halves of characters, nothing that turns the direction of text. */
const PRINTABLE =
  /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]*$/u;

const Said = (rule: (value: unknown) => string | undefined): PropertyDecorator =>
  ValidateBy({
    name: 'said',
    validator: { validate: (value) => rule(value) === undefined, defaultMessage: (args) => rule(args?.value) ?? '' },
  });

function reasonProblem(value: unknown): string | undefined {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === ''))
    return 'Say why it is still needed.';
  if (typeof value !== 'string') return 'Reason must be text.';
  if (value.length > 2000) return 'Reason must be 2,000 characters or fewer.';
  return PRINTABLE.test(value) ? undefined : 'Reason contains control characters. Remove them and try again.';
}

export class ExtensionInput {
  /** The last day on which it is visible, in Europe/London. */
  @Said((value) => (typeof value === 'string' && value !== '' ? undefined : 'Give the date until which it is shared.'))
  public expires!: string;
  @Said(reasonProblem) public reason!: string;
}

export const DIRECTIONS = ['shared-by-us', 'shared-with-us'] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const DISCLOSURE_STATES = ['in-force', 'ending-soon', 'ended'] as const;
export type DisclosureState = (typeof DISCLOSURE_STATES)[number];

const Short =
  (max: number, message: string): PropertyDecorator =>
  (target, key) => {
    for (const rule of [
      IsOptional(),
      Matches(PRINTABLE, { message }),
      MaxLength(max, { message }),
      IsString({ message }),
    ])
      rule(target, key);
  };

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
