import { readFileSync } from 'node:fs';
import { AccessLayerError } from '@access-layer/core/errors';
import { SASLMechanisms } from '@platformatic/kafka';
import { isLoopbackAuthority } from '../../loopback.ts';
import type { KafkaStreamConfig } from '../../stream-config.ts';

const CLIENT_ID = 'access-layer';

/** What every client of the library is made with. @throws AccessLayerError STREAM_PLAIN */
export function clientOptions({ brokers, caFile, user, passwordFile }: KafkaStreamConfig) {
  const remote = caFile ? undefined : brokers.find((broker) => !isLoopbackAuthority(broker));
  if (remote) {
    throw new AccessLayerError({
      code: 'STREAM_PLAIN',
      message: `plain TCP to the Kafka broker ${remote} would show readings to the network; expected caFile`,
      context: { broker: remote },
    });
  }
  return {
    clientId: CLIENT_ID,
    bootstrapBrokers: brokers,
    // Unset, 0 and 1 retry for ever against a dead leader; what fails is tried again from outside with new metadata.
    retries: 2,
    retryDelay: 250,
    timeout: 10_000,
    strict: true,
    ...(caFile && { tls: { ca: readFileSync(caFile, 'utf8') } }),
    ...(user &&
      passwordFile && {
        sasl: {
          mechanism: SASLMechanisms.SCRAM_SHA_512,
          username: user,
          password: readFileSync(passwordFile, 'utf8').trim(),
        },
      }),
  };
}
