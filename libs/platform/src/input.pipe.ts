import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ClassConstructor } from 'class-transformer';
import { checkInput, checkQuery } from './input.js';

const PLAIN: unknown[] = [String, Number, Boolean, Array, Object, undefined];

/** Applies an input class wherever a door's @Body() or @Query() is typed with one. */
@Injectable()
export class InputPipe implements PipeTransform {
  public transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || PLAIN.includes(metatype)) return value;
    const input = metatype as ClassConstructor<object>;
    return type === 'query' ? checkQuery(input, value) : checkInput(input, value);
  }
}
