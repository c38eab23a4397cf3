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

  /** The Message-ID derives from the notification, so that a repeat after a crash is recognisable as one. Throws when the server refuses. */
  public async send(to: string, notificationId: string): Promise<void> {
    const domain =
      this.from
        .split('@')
        .at(-1)
        ?.replace(/[^a-z0-9.-]/gi, '') || 'localhost';
    await this.transport.sendMail({
      from: this.from,
      to,
      messageId: `<${notificationId}@${domain}>`,
      subject: 'You have a new notification',
      text: `You have a new notification. Sign in to read it.\n\n${this.signInUrl}\n`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  public close(): void {
    this.transport.close();
  }
}
