import { confluentExamples } from './confluent-examples.conformance.ts';
import { openEvents } from './events.test-input.ts';

confluentExamples(openEvents);
