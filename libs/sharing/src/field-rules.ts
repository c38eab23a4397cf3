import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional } from 'class-validator';
import { ruled } from '@clin/platform/fields';

/** One or more of these; a list without any is refused, because an empty scope means nothing. */
export const SomeOf = (values: readonly string[], missing: string): PropertyDecorator =>
  applyDecorators(
    IsIn([...values], { each: true, message: `Each must be one of ${values.join(', ')}.` }),
    ruled((value) => (Array.isArray(value) && value.length > 0 ? undefined : missing)),
    ArrayMaxSize(20, { message: 'Too many entries.' }),
  );
export const OneOf = (values: readonly unknown[], message: string): PropertyDecorator => IsIn([...values], { message });

export const Codes = (max: number, message: string): PropertyDecorator =>
  ruled((value) =>
    Array.isArray(value) &&
    value.length <= max &&
    value.every((code) => typeof code === 'string' && /^[\w-]{1,40}$/.test(code))
      ? undefined
      : message,
  );
/** One or more codes; an empty list means nobody, and is refused. */
export const SomeCodes = (max: number, message: string): PropertyDecorator =>
  applyDecorators(Codes(max, message), ArrayMinSize(1, { message }));
export const MayBeCodes = (max: number, message: string): PropertyDecorator =>
  applyDecorators(IsOptional(), Codes(max, message));

export const ListOf = (max: number, message: string): PropertyDecorator =>
  applyDecorators(ArrayMaxSize(max, { message }), IsArray({ message }));
