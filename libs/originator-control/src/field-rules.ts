import { applyDecorators } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { dayProblem, isBlank, ruled, textProblem } from '@clin/platform/fields';

export const RequiredText = (label: string, max: number, missing: string): PropertyDecorator =>
  ruled((value) => (isBlank(value) ? missing : textProblem(value, max, label)));

export const OptionalText = (label: string, max: number): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ruled((value) => textProblem(value, max, label)),
  );

export const OptionalDay = (label: string): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    ruled((value) => dayProblem(value, label)),
  );
