import { runInNewContext } from 'node:vm';
import { kafkaError } from './kafka-error.ts';

const MAX_LENGTH = 500;
/** A pattern of a stranger may be made to run for ever; this is how long it may. */
const TIMEOUT_MS = 50;

/** The names that a `topic_pattern` matches as a whole. @throws 42204 where it is no regular expression, or too slow. */
export function matchTopics(pattern: string, names: readonly string[]): string[] {
  if (pattern.length > MAX_LENGTH) throw wrong(`topic_pattern is longer than ${MAX_LENGTH} characters`);
  const code =
    'const whole = new RegExp("^(?:" + pattern + ")$"); names.filter((name) => whole.test(name)).join("\\n")';
  let matched: unknown;
  try {
    matched = runInNewContext(code, { pattern, names: [...names] }, { timeout: TIMEOUT_MS });
  } catch {
    throw wrong(`topic_pattern ${JSON.stringify(pattern)} is no regular expression, or takes too long`);
  }
  return String(matched).split('\n').filter(Boolean);
}

const wrong = (detail: string) => kafkaError(42204, detail);
