/** Topic on which the DSO's registrar is asked to change the contract. */
export const REGISTRY_REQUESTS = 'registry-requests';

/** Topic on which it says what came of each request: `{request, action, status, reason?}`. */
export const REGISTRY_ANSWERS = 'registry-answers';
