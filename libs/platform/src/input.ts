import 'reflect-metadata';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError, type ValidatorOptions } from 'class-validator';
import { InvalidInput } from './errors.js';

const RULES: ValidatorOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
};

/** The body or query as the input class, its rules applied. Throws InvalidInput by dotted path; an unknown field is named. */
export function checkInput<T extends object>(input: ClassConstructor<T>, received: unknown): T {
  if (received === null || typeof received !== 'object' || Array.isArray(received)) {
    if (received !== undefined && received !== null) throw new InvalidInput({ body: 'Must be a JSON object.' });
  }
  const value = plainToInstance(input, received ?? {}, { exposeDefaultValues: true });
  const errors = validateSync(value, RULES);
  if (errors.length > 0) throw new InvalidInput(Object.fromEntries(errors.flatMap((error) => messages(error, ''))));
  return value;
}

function messages(error: ValidationError, path: string): [string, string][] {
  const at = path === '' ? error.property : `${path}.${error.property}`;
  const own = Object.entries(error.constraints ?? {})
    .slice(0, 1)
    .map(([rule, text]): [string, string] => [at, worded(rule, text, error.property)]);
  return [...own, ...(error.children ?? []).flatMap((child) => messages(child, at))];
}

/** class-validator starts its own wording with the property's name; people read it beside the field. */
function worded(rule: string, text: string, property: string): string {
  if (rule === 'whitelistValidation') return 'Unknown field.';
  const bare = text.startsWith(`${property} `) ? text.slice(property.length + 1) : text;
  const sentence = bare.charAt(0).toUpperCase() + bare.slice(1);
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
