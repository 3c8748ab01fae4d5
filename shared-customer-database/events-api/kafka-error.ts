import { AccessLayerError } from '@access-layer/core/errors';

/**
 * Error codes of Kafka REST: what stands in the body as `error_code`, its HTTP status and Confluent's words for it.
 * Codes of three digits are plain HTTP; the first three digits of the others are.
 */
export const KAFKA_ERRORS = {
  400: 'Bad Request',
  404: 'HTTP 404 Not Found',
  406: 'HTTP 406 Not Acceptable',
  413: 'The request body is larger than this API takes',
  415: 'HTTP 415 Unsupported Media Type',
  422: 'Unprocessable Entity',
  40002: 'Invalid topic or topic configuration',
  40101: 'Authentication failed',
  40301: 'Authorization failed',
  40401: 'Topic not found.',
  40402: 'Partition not found.',
  40403: 'Consumer instance not found.',
  40601: 'The requested embedded data format does not match the deserializer for this consumer instance',
  40902: 'Consumer with specified consumer ID already exists in the specified consumer group.',
  40903: 'Illegal state',
  42201: 'Request includes keys but does not include key schema',
  42202: 'Request includes values but does not include value schema',
  42204: 'Invalid consumer configuration',
  42205: 'Invalid schema',
  42207: 'Conversion of a record to the format of this consumer instance failed',
  42901: 'Too many requests',
  50002: 'Kafka error',
  50301: 'What is read cannot be entered in the read ledger, so nothing is read; try again',
  50302: 'The issuer of access tokens cannot be reached',
} as const;
export type KafkaErrorCode = keyof typeof KAFKA_ERRORS;

const PREFIX = 'KAFKA_';

/** An answer of Kafka REST that is not a success; `detail` goes on after Confluent's words, or instead of them. */
export function kafkaError(
  errorCode: KafkaErrorCode,
  detail?: string,
  { instead = false } = {},
): AccessLayerError {
  const words = KAFKA_ERRORS[errorCode];
  const message = detail === undefined ? words : instead ? detail : `${words}: ${detail}`;
  return new AccessLayerError({ code: `${PREFIX}${errorCode}`, message, context: { errorCode } });
}

/** The `error_code` of an error that `kafkaError` made. */
export function kafkaErrorCode(error: unknown): KafkaErrorCode | undefined {
  return error instanceof AccessLayerError && error.code.startsWith(PREFIX)
    ? (error.context.errorCode as KafkaErrorCode)
    : undefined;
}

export function httpStatusOf(errorCode: number): number {
  return errorCode < 1000 ? errorCode : Math.floor(errorCode / 100);
}
