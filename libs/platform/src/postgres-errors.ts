import { InvalidInput, NotPermitted, NotVisible, Unavailable, WrongState } from './errors.js';

interface PostgresError extends Error {
  code?: string;
  driverError?: PostgresError;
}

/** Refused connections, shutdowns, timeouts, deadlocks, a full disk: nothing was done, and trying again may help. */
const PASSING =
  /^(08...|57P0[123]|53...|40001|40P01|55P03|57014|58030|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND)$/;
const PASSING_TEXT =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|client has encountered a connection error/i;

/**
 * What a failed statement means to a person. Definer functions raise SQLSTATE class CL; 42501 is row-level security or a privilege
 * refusing what wall 1 allowed, which answers like an absent record.
 */
export function fromPostgres(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const error = (thrown as PostgresError).driverError ?? (thrown as PostgresError);
  const { code = '', message } = error;
  if (code === 'CL404') return new NotVisible(message);
  if (code === 'CL403') return new NotPermitted(message);
  if (code === 'CL409') return new WrongState(message);
  if (code === 'CL422') return new InvalidInput(fieldOf(message));
  if (code === '42501') return new NotVisible('refused-by-database');
  if (code === '22021' || code === '22P05')
    return new InvalidInput({ body: 'Contains a character that cannot be stored.' });
  if (PASSING.test(code) || PASSING_TEXT.test(message)) return new Unavailable(5, { cause: thrown });
  return thrown;
}

/** 'field: text' */
function fieldOf(message: string): Record<string, string> {
  const [, field, text] = /^([\w.-]+):\s*(.*)$/s.exec(message) ?? [];
  return field ? { [field]: text } : { body: message };
}
