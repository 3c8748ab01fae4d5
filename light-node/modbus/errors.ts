import { AccessLayerError } from '@access-layer/core/errors';

/** What went wrong between a request and its answer; `where` names the line, for a person. All may heal. */
export function unreachable(where: string, detail: string): AccessLayerError {
  return new AccessLayerError({
    code: 'LN_METER_UNREACHABLE',
    message: `no meter at ${where}: ${detail}; check power, cable, address and that no other program holds it`,
    retryable: true,
  });
}

export function timedOut(where: string, unit: number, timeoutMs: number): AccessLayerError {
  return new AccessLayerError({
    code: 'LN_METER_TIMEOUT',
    message: `meter at ${where} unit ${unit} did not answer within ${timeoutMs} ms; check the unit number, or raise timeoutMs`,
    retryable: true,
  });
}

export function wrongAnswer(where: string, unit: number, detail: string): AccessLayerError {
  return new AccessLayerError({
    code: 'LN_METER_ANSWER',
    message: `meter at ${where} unit ${unit} gave a wrong answer: ${detail}; the reading was dropped`,
    retryable: true,
  });
}

const EXCEPTIONS: Record<number, string> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'device failure',
  5: 'acknowledge, the answer comes later',
  6: 'device busy',
  8: 'memory parity error',
  10: 'gateway path unavailable',
  11: 'gateway target device failed to respond',
};

/** The meter's refusal; `context.modbusCode` is the exception code of Modbus Application Protocol V1.1b3, 7. */
export function refused(where: string, unit: number, modbusCode: number): AccessLayerError {
  const name = EXCEPTIONS[modbusCode] ?? 'unknown exception';
  return new AccessLayerError({
    code: 'LN_METER_EXCEPTION',
    message: `meter at ${where} unit ${unit} refused: exception ${modbusCode}, ${name}; check that the profile fits the meter`,
    retryable: true,
    context: { modbusCode },
  });
}
