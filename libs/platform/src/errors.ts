/** The expected failures; each door maps them once. Anything else is a bug: 500 without detail. */
export abstract class ExpectedError extends Error {
  public override get name(): string {
    return this.constructor.name;
  }
}

/** 422: messages by dotted field path, such as `items.0.reason`. */
export class InvalidInput extends ExpectedError {
  public constructor(public readonly fields: Readonly<Record<string, string>>) {
    super('The request has fields to correct.');
  }
}

/** 404, the same bytes for hidden and absent. The reason goes to the audit log only. */
export class NotVisible extends ExpectedError {
  public constructor(public readonly reason = 'absent') {
    super('Not found.');
  }
}

/** 403. The reason goes to the audit log only. */
export class NotPermitted extends ExpectedError {
  public constructor(public readonly reason: string) {
    super('Not permitted.');
  }
}

/** 409: the record's state does not allow the action; the message is shown. */
export class WrongState extends ExpectedError {}

/** 409: somebody changed the record since the version that was sent; `current` is what is stored now. */
export class Stale extends ExpectedError {
  public constructor(public readonly current: unknown) {
    super('This was changed since you opened it. Nothing of yours was saved.');
  }
}

/** 503: nothing was done; try again after the number of seconds. */
export class Unavailable extends ExpectedError {
  public constructor(
    public readonly retryAfterSeconds = 5,
    options?: ErrorOptions,
  ) {
    super('The service cannot answer now. Nothing was done.', options);
  }
}
