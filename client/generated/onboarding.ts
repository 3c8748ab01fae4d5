// Made by `npm run client` from /openapi/onboarding.json: do not edit.

export interface paths {
    "/v1/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Codes of Light Nodes, the newest first, without the codes themselves */
        get: operations["list-enrolments"];
        put?: never;
        /**
         * Make a one-time code with which a device enrols
         * @description The code is in this answer and nowhere else. It serves one key, once, and for a short time.
         */
        post: operations["make-enrolment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrolments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a code that was not used */
        delete: operations["withdraw-enrolment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Light Nodes, by name */
        get: operations["list-nodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One Light Node: bindings, certificates and changes */
        get: operations["show-node"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{node}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say where a Light Node is */
        put: operations["place-node"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{node}/meter-swap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bind a Light Node to another meter of its PoD
         * @description The former meter stays bound for a while, for what it has measured. Answers when the registrar has, or after ten seconds: a change may still say `requested`.
         */
        post: operations["swap-meter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{node}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the new key that a Light Node has asked for
         * @description Answers when the registrar has, or after ten seconds: a change may still say `requested`.
         */
        post: operations["confirm-rotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{node}/certificate-revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse one certificate of a Light Node from now on */
        post: operations["revoke-certificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{node}/decommission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a Light Node: its bindings end and its certificates are refused
         * @description Answers when the registrar has, or after ten seconds: a change may still say `requested`.
         */
        post: operations["decommission-node"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/nodes/{node}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a Light Node: its key ends for good and its certificates are refused
         * @description Answers when the registrar has, or after ten seconds: a change may still say `requested`.
         */
        post: operations["revocation-node"];
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
        /** Change */
        Change: {
            request: string;
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            node: string;
            /**
             * @description on the registry contract
             * @enum {string}
             */
            action: "bind" | "unbind" | "revoke" | "rotate";
            /**
             * @description what the registrar has answered
             * @enum {string}
             */
            status: "requested" | "done" | "failed";
            reason?: string;
            by: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            at: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            doneAt?: string;
        };
        /** Changes */
        Changes: {
            changes: components["schemas"]["Change"][];
        };
        /** Enrolment */
        Enrolment: {
            id: string;
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            node: string;
            pod: string;
            meter: string;
            /** @enum {unknown} */
            role: "exchange" | "production" | "storage" | "charger" | "load";
            /**
             * @description of the code
             * @enum {string}
             */
            state: "open" | "used" | "expired" | "withdrawn";
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            expiresAt: string;
            createdBy: string;
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            replaces?: string;
            place?: components["schemas"]["Place"];
        };
        /** Error */
        Error: {
            /** @example ONB_NODE_UNKNOWN */
            code: string;
            message: string;
        };
        /** NewEnrolment */
        NewEnrolment: {
            id: string;
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            node: string;
            pod: string;
            meter: string;
            /** @enum {unknown} */
            role: "exchange" | "production" | "storage" | "charger" | "load";
            /**
             * @description of the code
             * @enum {string}
             */
            state: "open" | "used" | "expired" | "withdrawn";
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            expiresAt: string;
            createdBy: string;
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            replaces?: string;
            place?: components["schemas"]["Place"];
            /** @description told once; only its hash is kept */
            code: string;
            /** @description where the device uses it */
            url: string;
        };
        /** NodeDetails */
        NodeDetails: {
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            node: string;
            /**
             * @description in its life
             * @enum {string}
             */
            state: "enrolling" | "active" | "replaced" | "decommissioned" | "revoked";
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            since?: string;
            reason?: string;
            pod?: string;
            /** @description bound now */
            meters: string[];
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            key?: string;
            place?: components["schemas"]["Place"];
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            certificateEnd?: string;
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            replacedBy?: string;
            bindings: {
                meter: string;
                role: string;
                /**
                 * @description Ethereum address, lower case
                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                 */
                key: string;
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                from: string;
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                until?: string;
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                revokedAt?: string;
            }[];
            certificates: {
                fingerprint: string;
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                issuedAt: string;
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                end: string;
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                revokedAt?: string;
                reason?: string;
            }[];
            /** @description a key that the node asks for, and that the DSO has not confirmed */
            rotation?: {
                /**
                 * @description Ethereum address, lower case
                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                 */
                oldKey: string;
                /**
                 * @description Ethereum address, lower case
                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                 */
                newKey: string;
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                askedAt: string;
            };
            /** @description the newest first */
            changes: components["schemas"]["Change"][];
        };
        /** NodeSummary */
        NodeSummary: {
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            node: string;
            /**
             * @description in its life
             * @enum {string}
             */
            state: "enrolling" | "active" | "replaced" | "decommissioned" | "revoked";
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            since?: string;
            reason?: string;
            pod?: string;
            /** @description bound now */
            meters: string[];
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            key?: string;
            place?: components["schemas"]["Place"];
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            certificateEnd?: string;
            /**
             * @description Light Node
             * @example ln-7f3a91c2
             */
            replacedBy?: string;
        };
        /** Place */
        Place: {
            /** @example Torre Angela */
            name?: string;
            /** @example Roma */
            municipality: string;
            /** @example 41.9 */
            latitude: number;
            /** @example 12.5 */
            longitude: number;
        };
    };
    responses: {
        /** @description Changes */
        Changes: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Changes"];
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
        /** @description NewEnrolment */
        NewEnrolment: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NewEnrolment"];
            };
        };
        /** @description NodeDetails */
        NodeDetails: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NodeDetails"];
            };
        };
        /** @description NodeSummary */
        NodeSummary: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NodeSummary"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "list-enrolments": {
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
                        items: components["schemas"]["Enrolment"][];
                    };
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "make-enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Point of Delivery
                     * @example IT999E00000007
                     */
                    pod: string;
                    /**
                     * @description Meter
                     * @example sdm630-0007
                     */
                    meter: string;
                    /** @enum {unknown} */
                    role?: "exchange" | "production" | "storage" | "charger" | "load";
                    /**
                     * @description Light Node
                     * @example ln-7f3a91c2
                     */
                    node?: string;
                    /**
                     * @description the Light Node of this PoD that leaves when the new one is in
                     * @example ln-7f3a91c2
                     */
                    replaces?: string;
                    place?: components["schemas"]["Place"];
                    /**
                     * @description how long the code works
                     * @example 3600
                     */
                    validForS?: number;
                };
            };
        };
        responses: {
            201: components["responses"]["NewEnrolment"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "withdraw-enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
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
            409: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "list-nodes": {
        parameters: {
            query?: {
                /** @description only these */
                state?: "enrolling" | "active" | "replaced" | "decommissioned" | "revoked";
                /** @description 1 to 1000; default 100 */
                limit?: string;
                /** @description `next` of the page before */
                after?: string;
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
                        items: components["schemas"]["NodeSummary"][];
                        /** @description give it as `after` for the next page */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "show-node": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Light Node */
                node: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["NodeDetails"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "place-node": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Light Node */
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Place"];
            };
        };
        responses: {
            200: components["responses"]["NodeSummary"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "swap-meter": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Light Node */
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Meter
                     * @example sdm630-0007
                     */
                    meter: string;
                    /** @enum {unknown} */
                    role?: "exchange" | "production" | "storage" | "charger" | "load";
                    /**
                     * @description how long the former meter stays bound, for what it has measured
                     * @example 86400
                     */
                    graceS?: number;
                };
            };
        };
        responses: {
            200: components["responses"]["Changes"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "confirm-rotation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Light Node */
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: components["responses"]["Changes"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "revoke-certificate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Light Node */
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description SHA-256 of the certificate
                     * @example AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB
                     */
                    fingerprint: string;
                    /**
                     * @description For the record
                     * @example the house was sold
                     */
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["NodeDetails"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "decommission-node": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Light Node */
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description For the record
                     * @example the house was sold
                     */
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Changes"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "revocation-node": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Light Node */
                node: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description For the record
                     * @example the house was sold
                     */
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Changes"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
}
