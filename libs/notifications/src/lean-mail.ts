import nodemailer, { type Transporter } from 'nodemailer';

const TIMEOUT_MS = 10_000;

/** What an e-mail may say: that there is something, never what. The same for every event. */
export class LeanMail {
  private readonly transport: Transporter;

  public constructor(
    smtpUrl: string,
    private readonly from: string,
    private readonly signInUrl: string,
  ) {
    this.transport = nodemailer.createTransport(smtpUrl, { from });
    Object.assign(this.transport.options, {
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
  }

  /** The Message-ID is the notification's id, so that a repeat after a crash is recognisable as one. Throws when the server refuses. */
  public send(to: string, notificationId: string): Promise<void> {
    return this.post(
      to,
      notificationId,
      'You have a new notification',
      'You have a new notification. Sign in to read it.',
    );
  }

  /** The one e-mail of a day: how many wait, and nothing of what. */
  public sendDaily(to: string, id: string, waiting: number): Promise<void> {
    const one = waiting === 1;
    const text = `${waiting} ${one ? 'notification waits' : 'notifications wait'} for you. Sign in to read ${one ? 'it' : 'them'}.`;
    return this.post(to, id, 'Your notifications of the day', text);
  }

  private async post(to: string, id: string, subject: string, text: string): Promise<void> {
    await this.transport.sendMail({
      from: this.from,
      to,
      messageId: `<${id}@${this.domain}>`,
      subject,
      text: `${text}\n\n${this.signInUrl}\n`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  private get domain(): string {
    const [domain = ''] = this.from.split('@').slice(-1);
    return domain.replace(/[^a-z0-9.-]/gi, '') || 'localhost';
  }

  public close(): void {
    this.transport.close();
  }
}

/** What went wrong, in a word that names nobody. */
export function mailErrorClass(error: unknown): string {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  if (typeof responseCode === 'number' && responseCode >= 400) return responseCode >= 500 ? 'refused' : 'put-off';
  if (code === 'ETIMEDOUT' || code === 'ESOCKET' || code === 'ECONNECTION' || code === 'EDNS') return 'no-connection';
  return code === 'EAUTH' || code === 'ETLS' ? 'not-let-in' : 'failure';
}
