import { Type } from 'class-transformer';
import { ValidateIf } from 'class-validator';
import { Said } from '@clin/platform/fields';

/** Text that may be left out or blank; what is there must be printable and not too long. */
export const Text =
  (max: number): PropertyDecorator =>
  (target, name) => {
    ValidateIf((_input, value) => value !== undefined && value !== null && value !== '')(target, name);
    Said(max, '')(target, name);
  };

/** Whole or decimal numbers come as text from a form. */
export const Numeric = (): PropertyDecorator => Type(() => Number);
