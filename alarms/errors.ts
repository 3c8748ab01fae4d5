import { AccessLayerError } from '@access-layer/core/errors';

/** Codes of this service: HTTP status where a route throws it, and what can be done. */
export const ALM_ERRORS = {
  ALM_RULE_UNKNOWN: { status: 404, help: 'Ask GET /v1/alarms/rules for those that are yours.' },
  ALM_RULE_INVALID: { status: 422, help: 'Correct the rule and send it again.' },
  ALM_RULE_LIMIT: { status: 409, help: 'Remove a rule that is not needed any more.' },
  ALM_NOT_YOURS: { status: 403, help: 'The DSO watches the system; others watch PoDs that they may read.' },
  ALM_ALARM_UNKNOWN: { status: 404, help: 'Ask GET /v1/alarms/active for those that ring.' },
  ALM_SILENCE_UNKNOWN: { status: 404, help: 'Ask GET /v1/alarms/silences for those that are yours.' },
  ALM_SILENCE_INVALID: { status: 422, help: 'Correct the silence and send it again.' },
  ALM_CHANNEL_UNKNOWN: { status: 404, help: 'Ask GET /v1/alarms/channels for those that you may use.' },
  ALM_CHANNEL_INVALID: { status: 422, help: 'Correct the channel and send it again.' },
  ALM_CHANNEL_IN_USE: { status: 409, help: 'Take it out of the rules that name it first.' },
  ALM_PRECONDITION: { status: 412, help: 'Read it again: somebody has changed it meanwhile.' },
  ALM_PRECONDITION_MISSING: { status: 428, help: 'Send If-Match with the ETag that you have read.' },
  ALM_DATA_REFUSED: { status: 404, help: 'Name a PoD that you may read.' },
  ALM_DATA_UNAVAILABLE: { status: 503, help: 'Try again in a while.' },
  ALM_ACCEPT: { status: 406, help: 'Ask with Accept: text/event-stream.' },
  ALM_STREAMS: { status: 503, help: 'Ask GET /v1/alarms/active every so often instead.' },
  ALM_FORBIDDEN: { status: 403, help: 'This is for other roles; the message names them.' },
  /** Of channels: in what a test answers and what a delivery says, never as an HTTP answer. */
  ALM_TARGET_REFUSED: { status: 422, help: 'targets.allow of the configuration names addresses to allow.' },
  ALM_SECRET_MISSING: { status: 422, help: 'secrets of the configuration names where each one is.' },
  ALM_SEND_FAILED: {
    status: 422,
    help: 'Check the channel and the other side; the test shows what it says.',
  },
} as const;

export type AlarmsErrorCode = keyof typeof ALM_ERRORS;

export function statusOf(code: string): number | undefined {
  return Object.hasOwn(ALM_ERRORS, code) ? ALM_ERRORS[code as AlarmsErrorCode].status : undefined;
}

export function alarmsError(
  code: AlarmsErrorCode,
  message: string,
  rest: { retryable?: boolean; cause?: unknown } = {},
): AccessLayerError {
  return new AccessLayerError({ code, message: `${message}. ${ALM_ERRORS[code].help}`, ...rest });
}
