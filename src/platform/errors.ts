const STATUS = {
  invalid: 400,
  signin_required: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media: 415,
  unprocessable: 422,
  too_many: 429,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof STATUS;

/** Form field -> what is wrong with it, in the person's words. */
export type FieldErrors = Record<string, string>;

/** Something the person may be told, in their words. Any other error is a bug: logged, and shown as a plain 500. */
export class UserError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldErrors;

  constructor(code: ErrorCode, message: string, fields: FieldErrors = {}) {
    super(message);
    this.code = code;
    this.fields = fields;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

/** The value, or a 404 that names what was looked for ("备案"). */
export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null)
    throw new UserError('not_found', `没有找到这个${what}`);
  return value;
}
