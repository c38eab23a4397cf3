import { Injectable } from '@nestjs/common';

/** The time, replaceable in tests. The database's own clock decides expiry and sessions. */
@Injectable()
export class Clock {
  public now(): Date {
    return new Date();
  }
}
