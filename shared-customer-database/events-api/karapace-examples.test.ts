import { openEvents } from './events.test-input.ts';
import { karapaceExamples } from './karapace-examples.conformance.ts';

karapaceExamples(openEvents);
