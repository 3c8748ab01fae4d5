// Made by `npm run client` from /openapi/gateway.json: do not edit.

export interface paths {
    "/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All clients */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            clients: components["schemas"]["Client"][];
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        /** Makes a client; its secret is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example aggregator-3 */
                        clientId: string;
                        /** @example Third aggregator */
                        name: string;
                        /** @enum {unknown} */
                        auth: "client_secret" | "private_key_jwt" | "none";
                        jwks?: {
                            keys: Record<string, never>[];
                        };
                        /** @enum {unknown} */
                        role?: "dso-operator" | "dso-administrator" | "tso" | "market" | "aggregator" | "customer" | "auditor";
                        /** @example aggregator-3 */
                        party?: string;
                        /** @example customer-9 */
                        customer?: string;
                        /**
                         * @example [
                         *       "data:read"
                         *     ]
                         */
                        scopes: ("data:read" | "ingest:write" | "events:read" | "events:write" | "events:admin" | "admin")[];
                        redirectUris?: string[];
                        postLogoutRedirectUris?: string[];
                        native?: boolean;
                        firstParty?: boolean;
                    };
                };
            };
            responses: {
                201: components["responses"]["NewClient"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                409: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                422: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{clientId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One client */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    clientId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Client"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{clientId}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replaces the secret; shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    clientId: string;
                };
                cookie?: never;
            };
            /** @description how long the old secret works beside the new one */
            requestBody: {
                content: {
                    "application/json": {
                        /** @example 3600 */
                        graceS?: number;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            clientId: string;
                            /** @example c2VjcmV0 */
                            clientSecret: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                422: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{clientId}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses the client and its tokens from now on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    clientId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Client"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{clientId}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts the client and its tokens from now on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    clientId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Client"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: components["schemas"]["User"][];
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        /** Makes a person; the password is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example rossi */
                        username: string;
                        /** @example Mario Rossi */
                        name: string;
                        /** @enum {unknown} */
                        role: "dso-operator" | "dso-administrator" | "tso" | "market" | "aggregator" | "customer" | "auditor";
                        /** @example aggregator-3 */
                        party?: string;
                        /** @example customer-9 */
                        customer?: string;
                        /**
                         * @example [
                         *       "data:read"
                         *     ]
                         */
                        scopes: ("data:read" | "ingest:write" | "events:read" | "events:write" | "events:admin" | "admin")[];
                    };
                };
            };
            responses: {
                201: components["responses"]["NewUser"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                409: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                422: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new password, shown this once; ends every session */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            username: string;
                            /** @example c2VjcmV0 */
                            password: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** disables a person, sessions and tokens included */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["User"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{username}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** enables a person, sessions and tokens included */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["User"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys that sign, will sign or have signed tokens */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: components["schemas"]["SigningKey"][];
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs with the next key from now on; tokens already issued stay valid */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: components["schemas"]["SigningKey"][];
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Limits of the caller; for the DSO with scope admin, of all */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What holds for the caller, by class */
                            own: {
                                [key: string]: components["schemas"]["Limit"];
                            };
                            /** @description What holds where a client has no numbers of its own */
                            classes?: {
                                [key: string]: components["schemas"]["Limit"];
                            };
                            /** @description Clients with numbers of their own */
                            clients?: components["schemas"]["ClientLimit"][];
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/limits/{clientId}/{class}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives a client its own numbers in a class */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    clientId: string;
                    class: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description requests a second, on average
                         * @example 20
                         */
                        perS: number;
                        /**
                         * @description requests at once after a pause
                         * @example 100
                         */
                        burst: number;
                    };
                };
            };
            responses: {
                200: components["responses"]["ClientLimit"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                422: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        post?: never;
        /** Gives a client the numbers of the class again */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    clientId: string;
                    class: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; there is nothing to say */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests by day, client and route */
        get: {
            parameters: {
                query?: {
                    /** @description UTC day */
                    from?: string;
                    /** @description UTC day */
                    to?: string;
                    client?: string;
                    route?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            from: string;
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            to: string;
                            rows: components["schemas"]["AccessRow"][];
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                408: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                429: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccessRow */
        AccessRow: {
            /**
             * @description UTC day
             * @example 2026-02-01
             */
            day: string;
            /**
             * @description "-" without a good token
             * @example market
             */
            client: string;
            /**
             * @description Prefix in the route table
             * @example /v1
             */
            route: string;
            /**
             * @description All
             * @example 3
             */
            requests: number;
            /**
             * @description 401 and 403
             * @example 3
             */
            refused: number;
            /**
             * @description 429
             * @example 3
             */
            limited: number;
            /**
             * @description 5xx
             * @example 3
             */
            failed: number;
            /**
             * @description Bytes of requests
             * @example 3
             */
            bytesIn: number;
            /**
             * @description Bytes of answers
             * @example 3
             */
            bytesOut: number;
            /**
             * @description ms, of all together
             * @example 12.5
             */
            durationMs: number;
        };
        /** Client */
        Client: {
            /** @example aggregator-3 */
            clientId: string;
            /** @example Third aggregator */
            name: string;
            /** @enum {unknown} */
            auth: "client_secret" | "private_key_jwt" | "none";
            /** @enum {unknown} */
            role?: "dso-operator" | "dso-administrator" | "tso" | "market" | "aggregator" | "customer" | "auditor";
            /** @example aggregator-3 */
            party?: string;
            /** @example customer-9 */
            customer?: string;
            /**
             * @example [
             *       "data:read"
             *     ]
             */
            scopes: ("data:read" | "ingest:write" | "events:read" | "events:write" | "events:admin" | "admin")[];
            redirectUris?: string[];
            postLogoutRedirectUris?: string[];
            native?: boolean;
            firstParty?: boolean;
            /** @description Public keys */
            jwks?: {
                [key: string]: unknown;
            };
            grantTypes: string[];
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            disabledAt?: string;
        };
        /** ClientLimit */
        ClientLimit: {
            /** @example aggregator-3 */
            clientId: string;
            /** @example data */
            class: string;
            /**
             * @description requests a second, on average
             * @example 20
             */
            perS: number;
            /**
             * @description requests at once after a pause
             * @example 100
             */
            burst: number;
        };
        /** Error */
        Error: {
            /** @example GW_CLIENT_UNKNOWN */
            code: string;
            message: string;
        };
        /** Limit */
        Limit: {
            /**
             * @description requests a second, on average
             * @example 20
             */
            perS: number;
            /**
             * @description requests at once after a pause
             * @example 100
             */
            burst: number;
        };
        /** NewClient */
        NewClient: {
            /** @example aggregator-3 */
            clientId: string;
            /** @example Third aggregator */
            name: string;
            /** @enum {unknown} */
            auth: "client_secret" | "private_key_jwt" | "none";
            /** @enum {unknown} */
            role?: "dso-operator" | "dso-administrator" | "tso" | "market" | "aggregator" | "customer" | "auditor";
            /** @example aggregator-3 */
            party?: string;
            /** @example customer-9 */
            customer?: string;
            /**
             * @example [
             *       "data:read"
             *     ]
             */
            scopes: ("data:read" | "ingest:write" | "events:read" | "events:write" | "events:admin" | "admin")[];
            redirectUris?: string[];
            postLogoutRedirectUris?: string[];
            native?: boolean;
            firstParty?: boolean;
            /** @description Public keys */
            jwks?: {
                [key: string]: unknown;
            };
            grantTypes: string[];
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            disabledAt?: string;
            /** @example c2VjcmV0 */
            clientSecret?: string;
        };
        /** NewUser */
        NewUser: {
            /** @example rossi */
            username: string;
            /** @example Mario Rossi */
            name: string;
            /** @enum {unknown} */
            role: "dso-operator" | "dso-administrator" | "tso" | "market" | "aggregator" | "customer" | "auditor";
            /** @example aggregator-3 */
            party?: string;
            /** @example customer-9 */
            customer?: string;
            /**
             * @example [
             *       "data:read"
             *     ]
             */
            scopes: ("data:read" | "ingest:write" | "events:read" | "events:write" | "events:admin" | "admin")[];
            /** @description Stable id, `sub` of the tokens */
            subject: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            disabledAt?: string;
            /** @example c2VjcmV0 */
            password: string;
        };
        /** SigningKey */
        SigningKey: {
            /** @example k1 */
            kid: string;
            /** @enum {unknown} */
            algorithm: "ES256" | "RS256";
            /** @enum {unknown} */
            state: "next" | "current" | "retired";
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            stateSince: string;
        };
        /** User */
        User: {
            /** @example rossi */
            username: string;
            /** @example Mario Rossi */
            name: string;
            /** @enum {unknown} */
            role: "dso-operator" | "dso-administrator" | "tso" | "market" | "aggregator" | "customer" | "auditor";
            /** @example aggregator-3 */
            party?: string;
            /** @example customer-9 */
            customer?: string;
            /**
             * @example [
             *       "data:read"
             *     ]
             */
            scopes: ("data:read" | "ingest:write" | "events:read" | "events:write" | "events:admin" | "admin")[];
            /** @description Stable id, `sub` of the tokens */
            subject: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-02-01T10:15:00.000Z
             */
            disabledAt?: string;
        };
    };
    responses: {
        /** @description Client */
        Client: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Client"];
            };
        };
        /** @description ClientLimit */
        ClientLimit: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ClientLimit"];
            };
        };
        /** @description Error */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description NewClient */
        NewClient: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NewClient"];
            };
        };
        /** @description NewUser */
        NewUser: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        /** @description User */
        User: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["User"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
