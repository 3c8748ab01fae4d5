import { createHmac } from 'node:crypto';
import type Type from 'typebox';
import { createAddressGuard } from '../address-guard.ts';
import type { SenderAdapter, SenderContext, WebhookChannel } from '../channel.ts';
import { guardedPost } from '../guarded-post.ts';
import type { Notice } from '../notice.ts';

type Webhook = Type.Static<typeof WebhookChannel>;

/**
 * JSON, signed: `Access-Layer-Signature: t=<s since 1970>,v1=<hex HMAC-SHA256 of "<t>." and the body>`. `Idempotency-Key`
 * is the same for every try.
 */
function create({ settings, secret }: SenderContext) {
  const guard = createAddressGuard(settings.allow);
  return {
    send(channel: unknown, notice: Notice): Promise<string> {
      const { url, secret: name } = channel as Webhook;
      const body = JSON.stringify(notice);
      const t = Math.floor(Date.now() / 1000);
      const v1 = createHmac('sha256', secret(name)).update(`${t}.${body}`).digest('hex');
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': notice.id,
        'access-layer-signature': `t=${t},v1=${v1}`,
      };
      return guardedPost(url, { headers, body }, guard);
    },
  };
}

export default { name: 'webhook', create } satisfies SenderAdapter;
