import { readFileSync } from 'node:fs';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { createTransport } from 'nodemailer';
import type Type from 'typebox';
import type { EmailChannel, SenderAdapter, SenderContext } from '../channel.ts';
import { alarmsError } from '../errors.ts';
import { headline, type Notice } from '../notice.ts';

type Email = Type.Static<typeof EmailChannel>;

const TIMEOUT_MS = 10_000;

/** Plain text by SMTP. The Message-ID is made from the notice's id, so a mailbox knows one that came twice. */
function create(context: SenderContext) {
  return {
    async send(channel: unknown, notice: Notice): Promise<string> {
      const { smtp } = context.settings;
      if (!smtp)
        throw alarmsError('ALM_SEND_FAILED', 'smtp is missing in the configuration: no e-mail can be sent');
      const { to } = channel as Email;
      const domain = smtp.from.split('@').at(-1)!.replace(/>$/, '');
      const thread = notice.alarm && `<alarm-${notice.alarm.id}.${notice.network}@${domain}>`;
      try {
        const { response } = await transportOf(context).sendMail({
          ...{
            from: smtp.from,
            to,
            subject: headline(notice),
            text: `${notice.text}\n\n${notice.at}\n${notice.url}\n`,
          },
          ...{ messageId: `<${notice.id}@${domain}>`, date: new Date(notice.at) },
          ...(thread ? { references: thread } : {}),
          headers: {
            ...{ 'Auto-Submitted': 'auto-generated', 'X-Access-Layer-Severity': notice.severity },
            'Content-Language': notice.language ?? 'en',
          },
          ...{ disableFileAccess: true, disableUrlAccess: true },
        });
        return response;
      } catch (cause) {
        if (cause instanceof AccessLayerError) throw cause;
        // 5xx is the server's last word (RFC 5321 4.2.1); all else may pass.
        const { responseCode = 0 } = cause as { responseCode?: number };
        const why = `${smtp.host}:${smtp.port}: ${messageOf(cause)}`;
        throw alarmsError('ALM_SEND_FAILED', why, { retryable: responseCode < 500, cause });
      }
    },
  };
}

function transportOf({ settings, secret }: SenderContext) {
  const { host, port, tls, user, passwordSecret, caFile } = settings.smtp!;
  return createTransport({
    ...{ host, port, secure: tls === 'implicit', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' },
    ...(user ? { auth: { user, pass: passwordSecret ? secret(passwordSecret) : '' } } : {}),
    tls: { minVersion: 'TLSv1.2', ...(caFile ? { ca: readFileSync(caFile) } : {}) },
    ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
  });
}

export default { name: 'email', create } satisfies SenderAdapter;
