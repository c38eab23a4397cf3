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

/** The body or query as the input class, its rules applied; no body at all counts as {}. Throws InvalidInput by dotted path; an unknown field is named. */
export function checkInput<T extends object>(input: ClassConstructor<T>, received: unknown): T {
  if (received === null || (received !== undefined && (typeof received !== 'object' || Array.isArray(received))))
    throw new InvalidInput({ body: 'Send a JSON object.' });
  const value = plainToInstance(input, received ?? {}, { exposeDefaultValues: true });
  const errors = validateSync(value, RULES);
  if (errors.length > 0) throw new InvalidInput(Object.fromEntries(errors.flatMap((error) => messages(error, ''))));
  return value;
}

/** As checkInput, for what stands behind the "?" of an address: a name given twice is refused, never taken for one of the two. */
export function checkQuery<T extends object>(input: ClassConstructor<T>, query: unknown): T {
  const repeated = Object.entries(query ?? {}).filter(([, value]) => Array.isArray(value));
  if (repeated.length > 0)
    throw new InvalidInput(Object.fromEntries(repeated.map(([name]) => [name, 'Give this once.'])));
  return checkInput(input, query);
}

function messages(error: ValidationError, path: string): [string, string][] {
  const at = path === '' ? error.property : `${path}.${error.property}`;
  const own = Object.entries(error.constraints ?? {})
    .slice(0, 1)
    .map(([rule, text]): [string, string] => [at, worded(rule, text, error.property)]);
  return [...own, ...(error.children ?? []).flatMap((child) => messages(child, at))];
}

/** class-validator starts its own wording with the property's name; people read words, beside the field and in a list of all errors. */
function worded(rule: string, text: string, property: string): string {
  if (rule === 'whitelistValidation') return 'Unknown field.';
  if (rule === 'nestedValidation') return `${propertyWords(property)} must be an object.`;
  const sentence = text.startsWith(`${property} `) ? propertyWords(property) + text.slice(property.length) : text;
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** `legalBasis` → "Legal basis", `0` → "Entry 1": what a property is called where nobody gave it a better name. */
export function propertyWords(property: string): string {
  if (/^\d+$/.test(property)) return `Entry ${Number(property) + 1}`;
  const words = property.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
