import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsEmail, MaxLength } from 'class-validator';

/** An e-mail address of at most 254 characters (RFC 5321, 4.5.3.1.3). Half a character would make the library's own check throw, so it becomes U+FFFD first. */
export const EmailAddress = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toWellFormed() : value)),
    MaxLength(254, { message: 'Enter a shorter e-mail address.' }),
    IsEmail({ require_tld: false }, { message: 'Enter an e-mail address, such as name@force.example.' }),
  );
