import { Client, type ClientConfig } from 'pg';

/**
 * A connection whose end ends nothing else. Its query fails and its pool drops it; but between two hands (just opened and not yet taken, given
 * back and not yet idle) nobody listens, and Node ends a process at an 'error' that nobody listens to.
 */
export class SteadyClient extends Client {
  public constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
