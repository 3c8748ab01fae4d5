import { AccessLayerError } from '@access-layer/core/errors';

/** Codes of this service: HTTP status where a route throws it, and what can be done. */
export const ONB_ERRORS = {
  ONB_CODE_UNKNOWN: {
    status: 403,
    help: 'Ask the DSO for a new code; a code works once, and for a short time.',
  },
  ONB_CODE_USED: { status: 403, help: 'The code has enrolled another key. Ask the DSO for a new one.' },
  ONB_SIGNATURE: {
    status: 403,
    help: 'The request must be signed by the key that it names, or that is bound.',
  },
  ONB_CERTIFICATE_REQUEST: { status: 400, help: 'Send a PKCS #10 request of a P-256 key, in PEM.' },
  ONB_TOO_MANY: { status: 429, help: 'Wait before the next try; a code cannot be guessed.' },
  ONB_NOT_BOUND: { status: 409, help: 'The contract refused the binding; the message says why.' },
  ONB_PENDING: { status: 503, help: 'The chain has not answered yet; the same request again goes on.' },
  ONB_NODE_UNKNOWN: { status: 404, help: 'Ask GET /v1/nodes for the Light Nodes that there are.' },
  ONB_NODE_STATE: { status: 409, help: 'What was asked does not fit the state of the Light Node.' },
  ONB_NODE_TAKEN: {
    status: 409,
    help: 'The id of a Light Node is never used again. Choose another, or none.',
  },
  ONB_METER: { status: 409, help: 'Name a meter that the Light Node is not bound to yet.' },
  ONB_POD: { status: 400, help: 'Give the PoD in its form of 14 characters.' },
  ONB_ROTATION: { status: 409, help: 'The Light Node asks for a new key first: access-layer node rotate.' },
  ONB_CERTIFICATE_UNKNOWN: { status: 404, help: 'Ask GET /v1/nodes/{node} for its certificates.' },
  ONB_ENROLMENT_UNKNOWN: { status: 404, help: 'Ask GET /v1/enrolments for those that there are.' },
  ONB_FORBIDDEN: { status: 403, help: 'This is for other roles; the message names them.' },
} as const;

export type OnboardingErrorCode = keyof typeof ONB_ERRORS;

export function statusOf(code: string): number | undefined {
  return Object.hasOwn(ONB_ERRORS, code) ? ONB_ERRORS[code as OnboardingErrorCode].status : undefined;
}

export function onboardingError(code: OnboardingErrorCode, message: string): AccessLayerError {
  return new AccessLayerError({ code, message: `${message}. ${ONB_ERRORS[code].help}` });
}
