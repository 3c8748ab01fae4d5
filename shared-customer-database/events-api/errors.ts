/** Error codes of the Events API beside those of Kafka REST: HTTP status, and what the one who meets it can do. */
export const EVENTS_ERRORS = {
  EVENTS_BAD_REQUEST: {
    status: 400,
    help: 'Compare the request with the OpenAPI document; the message names the value.',
  },
  EVENTS_CURSOR: { status: 400, help: 'Send the id of an event of this stream as Last-Event-ID, unchanged.' },
  EVENTS_TOPIC_UNKNOWN: { status: 404, help: 'GET /topics lists the topics.' },
  EVENTS_TOPIC_GONE: { status: 404, help: 'The topic has been removed.' },
  EVENTS_STREAMS_LIMIT: {
    status: 429,
    help: 'Close streams that are no longer read; one can carry several topics.',
  },
} as const;

/** HTTP status of a code; undefined for codes of others. */
export function eventsStatusOf(code: string): number | undefined {
  return (EVENTS_ERRORS as Record<string, { status: number }>)[code]?.status;
}
