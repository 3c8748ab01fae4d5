import { errorAnswers } from '@access-layer/kit/openapi';
import { ErrorAnswer } from './schemas.ts';

export const errors = errorAnswers(ErrorAnswer);
